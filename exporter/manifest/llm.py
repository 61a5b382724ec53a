"""."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from exporter.manifest.execution_profiles import ExecutionProfiles
from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import IntegerReference, NameReference, NumberReference


class LLMConfig(Section):
    """LLMConfig."""

    REQUIRED = ("provider", "model",)

    provider: Literal["openai", "anthropic", "google", "azure", "ollama", "mistral", "cohere", "groq", "together", "fireworks", "deepseek", "custom"] | NameReference | None = Field(None, description="")
    model: str | None = Field(None, description="")
    temperature: Annotated[float, Field(ge=0, le=2)] | NumberReference | None = Field(None, description="")
    maxTokens: Annotated[int, Field(ge=1)] | IntegerReference | None = Field(None, description="")
    fallback_models: list[FallbackLLM] | None = Field(None, description="")
    retry_config: RetryConfig | None = Field(None, description="")
    cost_tracking: CostTracking | None = Field(None, description="")
    profile: Literal["fast", "balanced", "deep", "safe"] | NameReference | None = Field(None, description="")
    execution_profiles: ExecutionProfiles | None = Field(None, description="")


class FallbackLLMTrigger(Section):
    """FallbackLLMTrigger."""

    on_error: bool | None = Field(None, description="")
    max_retries: int | None = Field(None, description="")
    error_codes: list[int] | None = Field(None, description="")
    latency_threshold_ms: int | None = Field(None, description="")


class FallbackLLM(Section):
    """FallbackLLM."""

    REQUIRED = ("provider", "model",)

    provider: Literal["openai", "anthropic", "google", "azure", "ollama", "mistral", "cohere", "groq", "together", "fireworks", "deepseek", "custom"] | NameReference | None = Field(None, description="")
    model: str | None = Field(None, description="")
    temperature: float | None = Field(None, ge=0, le=2, description="")
    trigger: FallbackLLMTrigger | None = Field(None, description="")


class RetryConfig(ClosedSection):
    """RetryConfig."""

    max_attempts: int | None = Field(None, ge=1, le=10, description="")
    backoff_strategy: Literal["none", "linear", "exponential"] | None = Field(None, description="")
    initial_delay_ms: int | None = Field(None, ge=0, description="")
    max_delay_ms: int | None = Field(None, ge=0, description="")


class CostTracking(Section):
    """CostTracking."""

    enabled: bool | None = Field(None, description="")
    budget_alert_threshold: float | None = Field(None, ge=0, description="")
    budget_limit_usd: float | None = Field(None, ge=0, description="")
    cost_allocation_tags: dict[str, str] | None = Field(None, description="")

