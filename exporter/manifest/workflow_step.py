"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import LowerName


class WorkflowStepOutput(Section):
    """WorkflowStepOutput."""

    to: str | None = Field(None, description="")
    fields: list[str] | None = Field(None, description="")


class WorkflowStepBranche(Section):
    """WorkflowStepBranche."""

    REQUIRED = ("condition", "steps",)

    condition: str | None = Field(None, description="")
    steps: list[WorkflowStep] | None = Field(None, description="")


class WorkflowStepLoop(Section):
    """WorkflowStepLoop."""

    REQUIRED = ("over",)

    over: str | None = Field(None, description="")
    as_: str | None = Field(None, alias="as", description="")
    index: str | None = Field(None, description="")
    parallelism: int | None = Field(None, ge=1, description="")


class WorkflowStepRetry(Section):
    """WorkflowStepRetry."""

    max_attempts: int | None = Field(None, ge=1, le=10, description="")
    backoff_strategy: Literal["fixed", "exponential", "linear"] | None = Field(None, description="")
    initial_delay_ms: int | None = Field(None, ge=100, description="")
    retryable_errors: list[str] | None = Field(None, description="")


class WorkflowStepOnError(Section):
    """WorkflowStepOnError."""

    action: Literal["fail", "continue", "goto", "compensate"] | None = Field(None, description="")
    goto: str | None = Field(None, description="")
    compensation: WorkflowStep | None = Field(None, description="")


class WorkflowStep(Section):
    """WorkflowStep."""

    REQUIRED = ("id",)

    id: LowerName | None = Field(None, description="")
    name: str | None = Field(None, description="")
    kind: Literal["Task", "Agent", "Parallel", "Conditional", "Loop"] | None = Field(None, description="")
    ref: str | None = Field(None, description="")
    inline: dict[str, Any] | None = Field(None, description="")
    input: dict[str, Any] | None = Field(None, description="")
    output: WorkflowStepOutput | None = Field(None, description="")
    condition: str | None = Field(None, description="")
    depends_on: list[str] | None = Field(None, description="")
    parallel: list[WorkflowStep] | None = Field(None, description="")
    branches: list[WorkflowStepBranche] | None = Field(None, description="")
    else_: list[WorkflowStep] | None = Field(None, alias="else", description="")
    loop: WorkflowStepLoop | None = Field(None, description="")
    steps: list[WorkflowStep] | None = Field(None, description="")
    retry: WorkflowStepRetry | None = Field(None, description="")
    timeout_seconds: int | None = Field(None, ge=1, le=86400, description="")
    continue_on_error: bool | None = Field(None, description="")
    on_error: WorkflowStepOnError | None = Field(None, description="")
    labels: dict[str, str] | None = Field(None, description="")

