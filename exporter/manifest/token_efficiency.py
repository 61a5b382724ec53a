"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section


class TokenEfficiency(ClosedSection):
    """TokenEfficiency."""

    serialization_profile: Literal["full", "compact", "fingerprint"] | None = Field(None, description="")
    observation_format: Literal["full", "diff", "projected", "summary"] | None = Field(None, description="")
    budget: TokenBudget | None = Field(None, description="")
    routing: ModelRouting | None = Field(None, description="")
    consolidation: ConsolidationStrategy | None = Field(None, description="")
    compression: CompressionConfig | None = Field(None, description="")
    custom_metrics: list[CustomMetric] | None = Field(None, description="")


class TokenBudget(Section):
    """TokenBudget."""

    max_input_tokens: int | None = Field(None, description="")
    max_output_tokens: int | None = Field(None, description="")
    allocation_strategy: Literal["equal", "proportional", "adaptive"] | None = Field(None, description="")
    cascade: list[CascadeStage] | None = Field(None, description="")


class CascadeStage(Section):
    """CascadeStage."""

    REQUIRED = ("model", "max_complexity",)

    model: str | None = Field(None, description="")
    max_complexity: Literal["low", "medium", "high"] | None = Field(None, description="")
    budget_share: float | None = Field(None, ge=0, le=1, description="")
    budget_tokens: int | None = Field(None, description="")
    condition: str | None = Field(None, description="")


class ModelRouting(Section):
    """ModelRouting."""

    cascade: list[str] | None = Field(None, description="")
    complexity_threshold: list[float] | None = Field(None, description="")
    strategy: Literal["cost_optimized", "quality_optimized", "balanced"] | None = Field(None, description="")


class ConsolidationStrategy(Section):
    """ConsolidationStrategy."""

    strategy: Literal["aggressive", "moderate", "minimal", "none"] | None = Field(None, description="")
    retain: list[str] | None = Field(None, description="")
    summarize: list[str] | None = Field(None, description="")
    drop: list[str] | None = Field(None, description="")
    accumulate: list[str] | None = Field(None, description="")
    max_accumulated_tokens: int | None = Field(None, description="")


class CompressionConfig(Section):
    """CompressionConfig."""

    enabled: bool | None = Field(None, description="")
    strategy: Literal["template", "semantic", "hybrid", "none"] | None = Field(None, description="")
    compression_ratio: float | None = Field(None, ge=0, le=1, description="")
    min_quality: float | None = Field(None, ge=0, le=1, description="")
    templates: list[CompressionTemplate] | None = Field(None, description="")


class CompressionTemplate(Section):
    """CompressionTemplate."""

    REQUIRED = ("name", "pattern",)

    name: str | None = Field(None, description="")
    pattern: str | None = Field(None, description="")
    expands_to: str | None = Field(None, description="")
    savings: int | None = Field(None, description="")


class CustomMetric(Section):
    """CustomMetric."""

    REQUIRED = ("name", "type",)

    name: str | None = Field(None, description="")
    type: Literal["counter", "gauge", "histogram"] | None = Field(None, description="")
    description: str | None = Field(None, description="")
    labels: list[str] | None = Field(None, description="")

