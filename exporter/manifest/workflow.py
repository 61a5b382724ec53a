"""The `spec` of a Workflow: agents and tasks put together."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.functions import ParameterSchema
from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.workflow_step import WorkflowStep


class ContextSecret(Section):
    """A secret that steps may use."""

    REQUIRED = (
        "name",
        "ref",
    )

    name: str | None = Field(None, description="Its name in the workflow.")
    ref: str | None = Field(None, description="Where it comes from.")


class WorkflowContext(ClosedSection):
    """What all steps know."""

    variables: dict[str, Any] | None = Field(None, description="Values by name.")
    secrets: list[ContextSecret] | None = Field(None, description="Secrets.")


class Concurrency(ClosedSection):
    """What may run at the same time."""

    group: str | None = Field(None, description="Only one run of a group runs at a time.")
    cancel_in_progress: bool | None = Field(None, description="Whether a new run stops the one before.")


class FailureNotification(Section):
    """Who is told of a failure."""

    channels: list[Literal["email", "slack", "webhook", "pagerduty"]] | None = Field(
        None, description="By which ways."
    )
    template: str | None = Field(None, description="What is said.")


class WorkflowRetry(Section):
    """How often a step is tried again."""

    max_attempts: int | None = Field(None, ge=1, le=10, description="Attempts at most.")
    backoff: Literal["fixed", "exponential", "linear"] | None = Field(None, description="How the wait grows.")
    initial_delay_ms: int | None = Field(None, ge=100, description="The first wait.")
    max_delay_ms: int | None = Field(None, description="The longest wait.")


class WorkflowErrors(Section):
    """What happens when a step fails."""

    on_failure: Literal["halt", "continue", "rollback", "notify", "compensate", "compensation"] | None = (
        Field(None, description="In general.")
    )
    compensation_steps: list[WorkflowStep] | None = Field(None, description="Steps that undo what was done.")
    notification: FailureNotification | None = Field(None, description="Who is told.")
    retry_policy: WorkflowRetry | None = Field(None, description="How often it is tried again.")


class WorkflowTracing(Section):
    """Traces of a workflow."""

    enabled: bool | None = Field(None, description="Whether they are made.")
    propagate_context: bool | None = Field(None, description="Whether steps continue the trace.")


class WorkflowMetrics(Section):
    """Figures about a workflow."""

    enabled: bool | None = Field(None, description="Whether they are made.")
    custom_labels: dict[str, str] | None = Field(None, description="Labels on them.")


class WorkflowLogging(Section):
    """Logs of a workflow."""

    level: Literal["debug", "info", "warn", "error"] | None = Field(
        None, description="The least grave that is logged."
    )


class WorkflowObservability(Section):
    """How one sees what a workflow does."""

    tracing: WorkflowTracing | None = Field(None, description="Traces.")
    metrics: WorkflowMetrics | None = Field(None, description="Figures.")
    logging: WorkflowLogging | None = Field(None, description="Logs.")


class WorkflowSpec(Section):
    """What a workflow does."""

    REQUIRED = ("steps",)

    triggers: list[Trigger] | None = Field(None, description="What starts it.")
    inputs: ParameterSchema | None = Field(None, description="What it is given, as JSON Schema.")
    outputs: ParameterSchema | None = Field(None, description="What it returns, as JSON Schema.")
    steps: list[WorkflowStep] | None = Field(None, min_length=1, description="Its steps.")
    context: WorkflowContext | None = Field(None, description="What all steps know.")
    concurrency: Concurrency | None = Field(None, description="What may run at the same time.")
    error_handling: WorkflowErrors | None = Field(None, description="What happens when a step fails.")
    timeout_seconds: int | None = Field(None, ge=1, le=86400, description="Seconds until it is stopped.")
    observability: WorkflowObservability | None = Field(None, description="How one sees what it does.")


class SequentialStage(Section):
    """One agent of a sequence."""

    agent: str | None = Field(None, description="Its name.")
    project: list[str] | None = Field(None, description="What of the result is passed on.")


class ParallelAgents(Section):
    """Agents side by side."""

    shared_context: bool | None = Field(None, description="Whether they see the same context.")
    agents: list[str] | None = Field(None, description="Their names.")


class WorkflowComposition(Section):
    """Agents put together, in sequence and side by side."""

    sequential: list[SequentialStage] | None = Field(None, description="One after the other.")
    parallel: ParallelAgents | None = Field(None, description="Side by side.")


class Trigger(Section):
    """What starts a workflow."""

    REQUIRED = ("type",)

    type: Literal["webhook", "cron", "event", "manual"] | None = Field(None, description="Kind of trigger.")
    path: str | None = Field(None, description="Path of a webhook.")
    schedule: str | None = Field(None, description="When, as a cron expression.")
    source: str | None = Field(None, description="Where an event comes from.")
    event: str | None = Field(None, description="Name of an event.")
    filter: dict[str, Any] | None = Field(None, description="Which events count.")
