"""Filters, personal data, rate limits and guardrails."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section


class ContentFiltering(Section):
    """Messages that are not let through."""

    enabled: bool | None = Field(None, description="Whether they are looked for.")
    categories: list[str] | None = Field(None, description="Which ones.")
    threshold: Literal["low", "medium", "high"] | None = Field(None, description="How strictly.")
    action: Literal["warn", "block", "redact"] | None = Field(None, description="What happens to them.")


class PiiDetection(Section):
    """Personal data in messages."""

    enabled: bool | None = Field(None, description="Whether it is looked for.")
    types: list[str] | None = Field(None, description='Which kinds, as in "email".')
    action: Literal["warn", "block", "redact"] | None = Field(None, description="What happens to it.")


class RateLimiting(Section):
    """How often the agent may be asked."""

    enabled: bool | None = Field(None, description="Whether there is a limit.")
    requests_per_minute: int | None = Field(None, description="Requests a minute.")
    burst_limit: int | None = Field(None, description="Requests at once beyond that.")


class Guardrails(Section):
    """Where a run stops by itself."""

    enabled: bool | None = Field(None, description="Whether these limits hold.")
    policies: list[dict[str, Any]] | None = Field(None, description="Rules of your own.")
    max_tool_calls: int | None = Field(None, description="Calls of tools in one run.")
    max_execution_time_seconds: int | None = Field(None, description="Seconds of one run.")


class HumanInLoop(Section):
    """When a person looks on."""

    enabled: bool | None = Field(None, description="Whether one does.")
    triggers: list[str] | None = Field(None, description="On which occasions.")


class Safety(Section):
    """What keeps an agent from harm."""

    content_filtering: ContentFiltering | None = Field(None, description="Messages that are not let through.")
    pii_detection: PiiDetection | None = Field(None, description="Personal data.")
    rate_limiting: RateLimiting | None = Field(None, description="How often it may be asked.")
    guardrails: Guardrails | None = Field(None, description="Where a run stops.")
    human_in_loop: HumanInLoop | None = Field(None, description="When a person looks on.")
