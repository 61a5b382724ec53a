"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import Section

Signal = Literal["continue", "complete", "blocked", "escalate", "checkpoint"]


class CompletionSignal(Section):
    """CompletionSignal."""

    REQUIRED = ("signal",)

    signal: Signal | None = Field(None, description="")
    condition: str | None = Field(None, description="")
    priority: int | None = Field(None, description="")


class Completion(Section):
    """Completion."""

    default_signal: Signal | None = Field(None, description="")
    signals: list[CompletionSignal] | None = Field(None, description="")
    max_iterations: int | None = Field(None, description="")
    timeout_seconds: int | None = Field(None, description="")


class CheckpointingRetention(Section):
    """CheckpointingRetention."""

    days: int | None = Field(None, ge=1, le=365, description="")
    max_checkpoints: int | None = Field(None, ge=1, description="")


class CheckpointingStorage(Section):
    """CheckpointingStorage."""

    REQUIRED = ("backend",)

    backend: Literal["agent-brain", "s3", "local"] | None = Field(None, description="")
    location: str | None = Field(None, description="")


class Checkpointing(Section):
    """Checkpointing."""

    enabled: bool | None = Field(None, description="")
    interval: Literal["iteration", "time", "manual"] | None = Field(None, description="")
    interval_value: int | None = Field(None, description="")
    retention: CheckpointingRetention | None = Field(None, description="")
    storage: CheckpointingStorage | None = Field(None, description="")

