"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section


class ReliabilityConfigRetryBackoff(ClosedSection):
    """ReliabilityConfigRetryBackoff."""

    strategy: Literal["exponential", "linear", "constant"] | None = Field(None, description="")
    initialDelayMs: int | None = Field(None, ge=0, description="")
    maxDelayMs: int | None = Field(None, ge=0, description="")
    multiplier: float | None = Field(None, ge=1, description="")


class ReliabilityConfigRetry(ClosedSection):
    """ReliabilityConfigRetry."""

    maxAttempts: int | None = Field(None, ge=0, le=10, description="")
    backoff: ReliabilityConfigRetryBackoff | None = Field(None, description="")


class ReliabilityConfigDlq(ClosedSection):
    """ReliabilityConfigDlq."""

    enabled: bool | None = Field(None, description="")
    channel: str | None = Field(None, description="")
    retentionDays: int | None = Field(None, ge=1, le=90, description="")


class ReliabilityConfigOrdering(Section):
    """ReliabilityConfigOrdering."""

    guarantee: Literal["per-source", "global"] | None = Field(None, description="")
    mode: Literal["global", "per_channel", "per-channel", "none"] | None = Field(None, description="")
    timeoutSeconds: int | None = Field(None, ge=1, description="")


class ReliabilityConfigAcknowledgment(ClosedSection):
    """ReliabilityConfigAcknowledgment."""

    mode: Literal["manual", "automatic"] | None = Field(None, description="")
    timeoutSeconds: int | None = Field(None, ge=1, description="")


class ReliabilityConfig(Section):
    """ReliabilityConfig."""

    deliveryGuarantee: Literal["at-least-once", "at-most-once", "exactly-once", "at_least_once", "at_most_once", "exactly_once"] | None = Field(None, description="")
    delivery: Literal["at-least-once", "at-most-once", "exactly-once", "at_least_once", "at_most_once", "exactly_once"] | None = Field(None, description="")
    retry: ReliabilityConfigRetry | None = Field(None, description="")
    dlq: ReliabilityConfigDlq | None = Field(None, description="")
    ordering: ReliabilityConfigOrdering | None = Field(None, description="")
    acknowledgment: ReliabilityConfigAcknowledgment | None = Field(None, description="")

