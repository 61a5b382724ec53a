"""A step of a workflow, which may hold further steps."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import LowerName


class StepOutput(Section):
    """Where a result goes."""

    to: str | None = Field(None, description="Name under which it is kept.")
    fields: list[str] | None = Field(None, description="What of it is kept.")


class StepBranch(Section):
    """Steps under a condition."""

    REQUIRED = (
        "condition",
        "steps",
    )

    condition: str | None = Field(None, description="When they are done.")
    steps: list[WorkflowStep] | None = Field(None, description="The steps.")


class StepLoop(Section):
    """Steps for each of many."""

    REQUIRED = ("over",)

    over: str | None = Field(None, description="The list.")
    as_: str | None = Field(None, alias="as", description="Name of the item.")
    index: str | None = Field(None, description="Name of the index.")
    parallelism: int | None = Field(None, ge=1, description="How many at the same time.")


class StepRetry(Section):
    """How often a step is tried again."""

    max_attempts: int | None = Field(None, ge=1, le=10, description="Attempts at most.")
    backoff_strategy: Literal["fixed", "exponential", "linear"] | None = Field(
        None, description="How the wait grows."
    )
    initial_delay_ms: int | None = Field(None, ge=100, description="The first wait.")
    retryable_errors: list[str] | None = Field(None, description="On which errors.")


class StepFailure(Section):
    """What happens when a step fails."""

    action: Literal["fail", "continue", "goto", "compensate"] | None = Field(None, description="In general.")
    goto: str | None = Field(None, description="Step to go on with.")
    compensation: WorkflowStep | None = Field(None, description="Step that undoes it.")


class WorkflowStep(Section):
    """A step of a workflow."""

    REQUIRED = ("id",)

    id: LowerName | None = Field(None, description="Its identifier.")
    name: str | None = Field(None, description="Its name.")
    kind: Literal["Task", "Agent", "Parallel", "Conditional", "Loop"] | None = Field(
        None, description="What kind of step."
    )
    ref: str | None = Field(None, description="The agent or task that does it.")
    inline: dict[str, Any] | None = Field(None, description="The agent or task itself.")
    input: dict[str, Any] | None = Field(None, description="What it is given.")
    output: StepOutput | None = Field(None, description="Where its result goes.")
    condition: str | None = Field(None, description="When it is done.")
    depends_on: list[str] | None = Field(None, description="Steps that come before it.")
    parallel: list[WorkflowStep] | None = Field(None, description="Steps side by side.")
    branches: list[StepBranch] | None = Field(None, description="Steps under conditions.")
    else_: list[WorkflowStep] | None = Field(None, alias="else", description="Steps when no condition holds.")
    loop: StepLoop | None = Field(None, description="Steps for each of many.")
    steps: list[WorkflowStep] | None = Field(None, description="Further steps.")
    retry: StepRetry | None = Field(None, description="How often it is tried again.")
    timeout_seconds: int | None = Field(None, ge=1, le=86400, description="Seconds until it is stopped.")
    continue_on_error: bool | None = Field(None, description="Whether the workflow goes on when it fails.")
    on_error: StepFailure | None = Field(None, description="What happens when it fails.")
    labels: dict[str, str] | None = Field(None, description="Labels.")
