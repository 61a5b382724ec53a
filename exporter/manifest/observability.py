"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section


class ObservabilityTracing(Section):
    """ObservabilityTracing."""

    enabled: bool | None = Field(None, description="")
    exporter: str | None = Field(None, description="")
    endpoint: str | None = Field(None, description="")


class ObservabilityMetricsCustomMetric(Section):
    """ObservabilityMetricsCustomMetric."""

    name: str | None = Field(None, description="")
    type: Literal["counter", "gauge", "histogram"] | None = Field(None, description="")
    description: str | None = Field(None, description="")


class ObservabilityMetrics(Section):
    """ObservabilityMetrics."""

    enabled: bool | None = Field(None, description="")
    exporter: str | None = Field(None, description="")
    endpoint: str | None = Field(None, description="")
    port: int | None = Field(None, description="")
    customMetrics: list[ObservabilityMetricsCustomMetric] | None = Field(None, description="")


class ObservabilityLogging(Section):
    """ObservabilityLogging."""

    level: Literal["debug", "info", "warn", "error"] | None = Field(None, description="")
    format: Literal["json", "text"] | None = Field(None, description="")


class ObservabilityAlerting(Section):
    """ObservabilityAlerting."""

    enabled: bool | None = Field(None, description="")
    channels: list[str] | None = Field(None, description="")
    rules: list[dict[str, Any]] | None = Field(None, description="")


class ObservabilitySlo(Section):
    """ObservabilitySlo."""

    availability: float | None = Field(None, description="")
    latency_p95_ms: int | None = Field(None, description="")
    error_budget: float | None = Field(None, description="")


class Observability(Section):
    """Observability."""

    tracing: ObservabilityTracing | None = Field(None, description="")
    metrics: ObservabilityMetrics | None = Field(None, description="")
    logging: ObservabilityLogging | None = Field(None, description="")
    alerting: ObservabilityAlerting | None = Field(None, description="")
    slo: ObservabilitySlo | None = Field(None, description="")

