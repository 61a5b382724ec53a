"""Ways of working that a manifest may switch between."""

from __future__ import annotations

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section


class ExecutionProfiles(Section):
    """Ways of working, by name."""

    default: str | None = Field(None, description="The one that is used unless another is asked for.")
    profiles: dict[str, ExecutionProfile] | None = Field(None, description="Their settings.")


class ExecutionProfile(ClosedSection):
    """Settings for one way of working."""

    maxTokens: int | None = Field(None, ge=1, description="How long an answer may be, in tokens.")
    temperature: float | None = Field(None, ge=0, le=2, description="How freely words are chosen, 0 to 2.")
    reasoning_enabled: bool | None = Field(None, description="Whether the chat model may think first.")
    validation_required: bool | None = Field(None, description="Whether answers are checked.")
    audit_log: bool | None = Field(None, description="Whether everything is logged.")
    description: str | None = Field(None, description="When to use it.")
