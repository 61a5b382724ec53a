"""How tokens are saved: budgets, cheaper chat models first, shorter contexts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section


class TokenEfficiency(ClosedSection):
    """How an agent spends fewer tokens."""

    serialization_profile: Literal["full", "compact", "fingerprint"] | None = Field(
        None, description="How much of a manifest is sent."
    )
    observation_format: Literal["full", "diff", "projected", "summary"] | None = Field(
        None, description="How much of an observation is sent."
    )
    budget: TokenBudget | None = Field(None, description="How many tokens it may spend.")
    routing: ModelRouting | None = Field(None, description="Which chat model is asked for what.")
    consolidation: ConsolidationStrategy | None = Field(
        None, description="What is kept of a long conversation."
    )
    compression: Compression | None = Field(None, description="How text is shortened.")
    custom_metrics: list[CustomMetric] | None = Field(None, description="Metrics of your own.")


class TokenBudget(Section):
    """How many tokens may be spent."""

    max_input_tokens: int | None = Field(None, description="On input.")
    max_output_tokens: int | None = Field(None, description="On output.")
    allocation_strategy: Literal["equal", "proportional", "adaptive"] | None = Field(
        None, description="How they are shared out."
    )
    cascade: list[CascadeStage] | None = Field(None, description="Chat models from cheap to dear.")


class CascadeStage(Section):
    """One chat model of a cascade."""

    REQUIRED = (
        "model",
        "max_complexity",
    )

    model: str | None = Field(None, description="Its name.")
    max_complexity: Literal["low", "medium", "high"] | None = Field(
        None, description="Hardest question that it gets."
    )
    budget_share: float | None = Field(None, ge=0, le=1, description="Its share of the budget, 0 to 1.")
    budget_tokens: int | None = Field(None, description="Its share in tokens.")
    condition: str | None = Field(None, description="When it is asked.")


class ModelRouting(Section):
    """Which chat model is asked for what."""

    cascade: list[str] | None = Field(None, description="Names from cheap to dear.")
    complexity_threshold: list[float] | None = Field(
        None, description="Difficulty from which the next one is asked."
    )
    strategy: Literal["cost_optimized", "quality_optimized", "balanced"] | None = Field(
        None, description="What matters most."
    )


class ConsolidationStrategy(Section):
    """What is kept of a long conversation."""

    strategy: Literal["aggressive", "moderate", "minimal", "none"] | None = Field(
        None, description="How much is thrown away."
    )
    retain: list[str] | None = Field(None, description="What is kept as it is.")
    summarize: list[str] | None = Field(None, description="What is summarised.")
    drop: list[str] | None = Field(None, description="What is thrown away.")
    accumulate: list[str] | None = Field(None, description="What is gathered.")
    max_accumulated_tokens: int | None = Field(None, description="Tokens of what is gathered, at most.")


class Compression(Section):
    """How text is shortened."""

    enabled: bool | None = Field(None, description="Whether it is.")
    strategy: Literal["template", "semantic", "hybrid", "none"] | None = Field(
        None, description="In which way."
    )
    compression_ratio: float | None = Field(None, ge=0, le=1, description="To which share, 0 to 1.")
    min_quality: float | None = Field(None, ge=0, le=1, description="Least quality, 0 to 1.")
    templates: list[CompressionTemplate] | None = Field(None, description="Phrases to replace.")


class CompressionTemplate(Section):
    """A phrase and what it stands for."""

    REQUIRED = (
        "name",
        "pattern",
    )

    name: str | None = Field(None, description="Its name.")
    pattern: str | None = Field(None, description="What is looked for.")
    expands_to: str | None = Field(None, description="What it stands for.")
    savings: int | None = Field(None, description="Tokens that it saves.")


class CustomMetric(Section):
    """A metric of your own."""

    REQUIRED = (
        "name",
        "type",
    )

    name: str | None = Field(None, description="Its name.")
    type: Literal["counter", "gauge", "histogram"] | None = Field(None, description="Its kind.")
    description: str | None = Field(None, description="What it counts.")
    labels: list[str] | None = Field(None, description="Its labels.")
