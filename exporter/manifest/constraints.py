"""What an agent may cost, how long it may take, and what it needs."""

from __future__ import annotations

from pydantic import Field

from exporter.manifest.section import Section


class CostConstraints(Section):
    """What an agent may cost."""

    maxTokensPerDay: int | None = Field(None, description="Tokens a day.")
    maxTokensPerRequest: int | None = Field(None, description="Tokens in one request.")
    maxCostPerDay: float | None = Field(None, description="Money a day.")
    currency: str | None = Field(None, description="Currency of the money; USD unless said otherwise.")


class PerformanceConstraints(Section):
    """How long an agent may take."""

    maxLatencySeconds: float | None = Field(None, description="Seconds until an answer begins.")
    maxConcurrentRequests: int | None = Field(None, description="Runs at the same time.")
    timeoutSeconds: float | None = Field(None, description="Seconds until a run is stopped.")


class ResourceConstraints(Section):
    """What an agent needs."""

    cpu: str | float | None = Field(None, description='Processors, as in "500m" or 2.')
    memory: str | float | None = Field(None, description='Memory, as in "512Mi".')


class Constraints(Section):
    """Limits of an agent."""

    cost: CostConstraints | None = Field(None, description="What it may cost.")
    performance: PerformanceConstraints | None = Field(None, description="How long it may take.")
    resources: ResourceConstraints | None = Field(None, description="What it needs.")
