"""What happens to messages when something goes wrong."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section


class Backoff(ClosedSection):
    """How the wait between attempts grows."""

    strategy: Literal["exponential", "linear", "constant"] | None = Field(None, description="In which way.")
    initialDelayMs: int | None = Field(None, ge=0, description="The first wait.")
    maxDelayMs: int | None = Field(None, ge=0, description="The longest wait.")
    multiplier: float | None = Field(None, ge=1, description="By how much it grows.")


class DeliveryRetry(ClosedSection):
    """How often a message is sent again."""

    maxAttempts: int | None = Field(None, ge=0, le=10, description="Attempts at most.")
    backoff: Backoff | None = Field(None, description="How the wait grows.")


class DeadLetters(ClosedSection):
    """Where messages go that nobody could take."""

    enabled: bool | None = Field(None, description="Whether they are kept.")
    channel: str | None = Field(None, description="In which channel.")
    retentionDays: int | None = Field(None, ge=1, le=90, description="For how many days.")


class Ordering(Section):
    """In which order messages come."""

    guarantee: Literal["per-source", "global"] | None = Field(
        None, description="Among which messages order is kept."
    )
    mode: Literal["global", "per_channel", "per-channel", "none"] | None = Field(
        None, description="Among which messages order is kept."
    )
    timeoutSeconds: int | None = Field(None, ge=1, description="How long to wait for one that is missing.")


class Acknowledgment(ClosedSection):
    """When a message counts as taken."""

    mode: Literal["manual", "automatic"] | None = Field(None, description="Whether the agent says so itself.")
    timeoutSeconds: int | None = Field(None, ge=1, description="How long to wait for that.")


class Reliability(Section):
    """What happens when something goes wrong."""

    deliveryGuarantee: (
        Literal[
            "at-least-once", "at-most-once", "exactly-once", "at_least_once", "at_most_once", "exactly_once"
        ]
        | None
    ) = Field(None, description="How often a message may come.")
    delivery: (
        Literal[
            "at-least-once", "at-most-once", "exactly-once", "at_least_once", "at_most_once", "exactly_once"
        ]
        | None
    ) = Field(None, description="How often a message may come.")
    retry: DeliveryRetry | None = Field(None, description="How often it is sent again.")
    dlq: DeadLetters | None = Field(None, description="Where lost messages go.")
    ordering: Ordering | None = Field(None, description="In which order they come.")
    acknowledgment: Acknowledgment | None = Field(None, description="When they count as taken.")
