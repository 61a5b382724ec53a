"""Traces, metrics, logs and alarms."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section


class Tracing(Section):
    """Traces of runs."""

    enabled: bool | None = Field(None, description="Whether they are made.")
    exporter: str | None = Field(None, description="In which format.")
    endpoint: str | None = Field(None, description="Where they are sent.")


class CustomMetricDefinition(Section):
    """A metric of your own."""

    name: str | None = Field(None, description="Its name.")
    type: Literal["counter", "gauge", "histogram"] | None = Field(None, description="Its kind.")
    description: str | None = Field(None, description="What it counts.")


class Metrics(Section):
    """Figures about runs."""

    enabled: bool | None = Field(None, description="Whether they are made.")
    exporter: str | None = Field(None, description="In which format.")
    endpoint: str | None = Field(None, description="Where they are sent.")
    port: int | None = Field(None, description="Port at which they are served.")
    customMetrics: list[CustomMetricDefinition] | None = Field(None, description="Metrics of your own.")


class Logging(Section):
    """Logs."""

    level: Literal["debug", "info", "warn", "error"] | None = Field(
        None, description="The least grave that is logged."
    )
    format: Literal["json", "text"] | None = Field(None, description="One JSON object a line, or text.")


class Alerting(Section):
    """Alarms."""

    enabled: bool | None = Field(None, description="Whether there are any.")
    channels: list[str] | None = Field(None, description="Where they are sent.")
    rules: list[dict[str, Any]] | None = Field(None, description="When they are raised.")


class ServiceLevel(Section):
    """What users may count on."""

    availability: float | None = Field(None, description="Share of time that it answers.")
    latency_p95_ms: int | None = Field(None, description="95 % of answers come within this.")
    error_budget: float | None = Field(None, description="Share that may fail.")


class Observability(Section):
    """How one sees what an agent does."""

    tracing: Tracing | None = Field(None, description="Traces of runs.")
    metrics: Metrics | None = Field(None, description="Figures about runs.")
    logging: Logging | None = Field(None, description="Logs.")
    alerting: Alerting | None = Field(None, description="Alarms.")
    slo: ServiceLevel | None = Field(None, description="What users may count on.")
