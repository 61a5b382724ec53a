"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section


class SafetyContentFiltering(Section):
    """SafetyContentFiltering."""

    enabled: bool | None = Field(None, description="")
    categories: list[str] | None = Field(None, description="")
    threshold: Literal["low", "medium", "high"] | None = Field(None, description="")
    action: Literal["warn", "block", "redact"] | None = Field(None, description="")


class SafetyPiiDetection(Section):
    """SafetyPiiDetection."""

    enabled: bool | None = Field(None, description="")
    types: list[str] | None = Field(None, description="")
    action: Literal["warn", "block", "redact"] | None = Field(None, description="")


class SafetyRateLimiting(Section):
    """SafetyRateLimiting."""

    enabled: bool | None = Field(None, description="")
    requests_per_minute: int | None = Field(None, description="")
    burst_limit: int | None = Field(None, description="")


class SafetyGuardrails(Section):
    """SafetyGuardrails."""

    enabled: bool | None = Field(None, description="")
    policies: list[dict[str, Any]] | None = Field(None, description="")
    max_tool_calls: int | None = Field(None, description="")
    max_execution_time_seconds: int | None = Field(None, description="")


class SafetyHumanInLoop(Section):
    """SafetyHumanInLoop."""

    enabled: bool | None = Field(None, description="")
    triggers: list[str] | None = Field(None, description="")


class Safety(Section):
    """Safety."""

    content_filtering: SafetyContentFiltering | None = Field(None, description="")
    pii_detection: SafetyPiiDetection | None = Field(None, description="")
    rate_limiting: SafetyRateLimiting | None = Field(None, description="")
    guardrails: SafetyGuardrails | None = Field(None, description="")
    human_in_loop: SafetyHumanInLoop | None = Field(None, description="")

