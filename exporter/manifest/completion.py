"""When a run is finished, and when its progress is saved."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import Section

Signal = Literal["continue", "complete", "blocked", "escalate", "checkpoint"]


class SignalRule(Section):
    """When a signal is given."""

    REQUIRED = ("signal",)

    signal: Signal | None = Field(None, description="The signal.")
    condition: str | None = Field(None, description="When it is given.")
    priority: int | None = Field(None, description="Which goes first.")


class Completion(Section):
    """When a run is finished."""

    default_signal: Signal | None = Field(None, description="The signal unless another one is given.")
    signals: list[SignalRule] | None = Field(None, description="When which signal is given.")
    max_iterations: int | None = Field(None, description="Rounds at most.")
    timeout_seconds: int | None = Field(None, description="Seconds at most.")


class CheckpointRetention(Section):
    """How long checkpoints are kept."""

    days: int | None = Field(None, ge=1, le=365, description="Days.")
    max_checkpoints: int | None = Field(None, ge=1, description="How many at most.")


class CheckpointStorage(Section):
    """Where checkpoints are kept."""

    REQUIRED = ("backend",)

    backend: Literal["agent-brain", "s3", "local"] | None = Field(None, description="Kind of place.")
    location: str | None = Field(None, description="Address of the place.")


class Checkpointing(Section):
    """When progress is saved."""

    enabled: bool | None = Field(None, description="Whether it is.")
    interval: Literal["iteration", "time", "manual"] | None = Field(None, description="What makes it happen.")
    interval_value: int | None = Field(None, description="After how many rounds or seconds.")
    retention: CheckpointRetention | None = Field(None, description="How long it is kept.")
    storage: CheckpointStorage | None = Field(None, description="Where it is kept.")
