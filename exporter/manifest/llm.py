"""The chat model: provider, name, sampling, fallbacks, retries and budget."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from exporter.manifest.execution_profiles import ExecutionProfiles
from exporter.manifest.section import KEPT, OPEN, ClosedSection, Section, words
from exporter.manifest.text import IntegerReference, NameReference, NumberReference, Reference

Provider = Annotated[
    str,
    words(
        "openai",
        "anthropic",
        "google",
        "azure",
        "ollama",
        "mistral",
        "cohere",
        "groq",
        "together",
        "fireworks",
        "deepseek",
        "custom",
    ),
]


class LLMConfig(Section):
    """The chat model that an agent talks to."""

    REQUIRED = (
        "provider",
        "model",
    )

    provider: Provider | NameReference | None = Field(
        None,
        json_schema_extra=KEPT,
        description='Whom to ask: a provider, or a reference such as "${LLM_PROVIDER:-openai}".',
    )
    model: str | None = Field(
        None, description='Name of the chat model as its provider spells it, as in "gpt-4o".'
    )
    temperature: Annotated[float, Field(ge=0, le=2)] | NumberReference | None = Field(
        None, description="How freely it chooses its words: 0 always the likeliest, 2 wildly."
    )
    maxTokens: Annotated[int, Field(ge=1)] | IntegerReference | None = Field(
        None, description="How long an answer may be, in tokens."
    )
    fallback_models: list[FallbackLLM] | None = Field(
        None, description="Chat models to ask when this one fails, in order."
    )
    retry_config: RetryConfig | None = Field(None, description="How often and when to ask again.")
    cost_tracking: CostTracking | None = Field(None, description="What may be spent.")
    profile: Literal["fast", "balanced", "deep", "safe"] | NameReference | None = Field(
        None, description="How carefully it works."
    )
    execution_profiles: ExecutionProfiles | None = Field(
        None, description="Settings for each way of working."
    )

    max_tokens: int | Reference | None = Field(
        None, json_schema_extra=OPEN, description='The same as "maxTokens", as many write it.'
    )
    topP: Annotated[float, Field(ge=0, le=1)] | Reference | None = Field(
        None, json_schema_extra=OPEN, description="From how much of the likely words it chooses, 0 to 1."
    )
    top_p: Annotated[float, Field(ge=0, le=1)] | Reference | None = Field(
        None, json_schema_extra=OPEN, description='The same as "topP", as many write it.'
    )
    base_url: str | None = Field(
        None,
        json_schema_extra=OPEN,
        description='Address of an OpenAI-compatible server, for the provider "custom".',
    )


class FallbackTrigger(Section):
    """When to turn to a fallback."""

    on_error: bool | None = Field(None, description="On any error.")
    max_retries: int | None = Field(None, description="After how many retries.")
    error_codes: list[int] | None = Field(None, description="On which HTTP status codes.")
    latency_threshold_ms: int | None = Field(None, description="When an answer takes longer than this.")


class FallbackLLM(Section):
    """A chat model to ask when the first one fails."""

    REQUIRED = (
        "provider",
        "model",
    )

    provider: Provider | NameReference | None = Field(
        None, json_schema_extra=KEPT, description="Whom to ask."
    )
    model: str | None = Field(None, description="Name of the chat model.")
    temperature: float | None = Field(
        None, ge=0, le=2, description="How freely it chooses its words, 0 to 2."
    )
    trigger: FallbackTrigger | None = Field(None, description="When to turn to it.")


class RetryConfig(ClosedSection):
    """How often and when to ask again."""

    max_attempts: int | None = Field(
        None, ge=1, le=10, description="How often to ask, the first time included."
    )
    backoff_strategy: Literal["none", "linear", "exponential"] | None = Field(
        None, description="How the wait grows."
    )
    initial_delay_ms: int | None = Field(None, ge=0, description="The first wait.")
    max_delay_ms: int | None = Field(None, ge=0, description="The longest wait.")


class CostTracking(Section):
    """What may be spent."""

    enabled: bool | None = Field(None, description="Whether costs are counted.")
    budget_alert_threshold: float | None = Field(
        None, ge=0, description="From this share or sum on, somebody is told."
    )
    budget_limit_usd: float | None = Field(None, ge=0, description="Where a run stops, in USD.")
    cost_allocation_tags: dict[str, str] | None = Field(None, description="Labels to book costs under.")
