"""`spec.callbacks`: what is told of a run. OSSA leaves it open."""

from __future__ import annotations

from pydantic import Field

from exporter.manifest.section import Section


class CallbackSettings(Section):
    """One thing that is told of a run."""

    enabled: bool | None = Field(None, description="Whether it is.")


class Callbacks(Section):
    """What is told of a run. Each is true, false, or a mapping with settings."""

    cost_tracking: bool | CallbackSettings | None = Field(None, description="Counts tokens and costs.")
    langsmith: bool | CallbackSettings | None = Field(None, description="Sends traces to LangSmith.")
    langfuse: bool | CallbackSettings | None = Field(None, description="Sends traces to Langfuse.")
    opentelemetry: bool | CallbackSettings | None = Field(None, description="Sends traces by OpenTelemetry.")
