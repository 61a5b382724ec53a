"""."""

from __future__ import annotations

from pydantic import Field

from exporter.manifest.section import Section


class ConstraintsCost(Section):
    """ConstraintsCost."""

    maxTokensPerDay: int | None = Field(None, description="")
    maxTokensPerRequest: int | None = Field(None, description="")
    maxCostPerDay: float | None = Field(None, description="")
    currency: str | None = Field(None, description="")


class ConstraintsPerformance(Section):
    """ConstraintsPerformance."""

    maxLatencySeconds: float | None = Field(None, description="")
    maxConcurrentRequests: int | None = Field(None, description="")
    timeoutSeconds: float | None = Field(None, description="")


class ConstraintsResources(Section):
    """ConstraintsResources."""

    cpu: str | float | None = Field(None, description="")
    memory: str | float | None = Field(None, description="")


class Constraints(Section):
    """Constraints."""

    cost: ConstraintsCost | None = Field(None, description="")
    performance: ConstraintsPerformance | None = Field(None, description="")
    resources: ConstraintsResources | None = Field(None, description="")

