"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.functions import ParameterSchema
from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.workflow_step import WorkflowStep


class WorkflowSpecContextSecret(Section):
    """WorkflowSpecContextSecret."""

    REQUIRED = ("name", "ref",)

    name: str | None = Field(None, description="")
    ref: str | None = Field(None, description="")


class WorkflowSpecContext(ClosedSection):
    """WorkflowSpecContext."""

    variables: dict[str, Any] | None = Field(None, description="")
    secrets: list[WorkflowSpecContextSecret] | None = Field(None, description="")


class WorkflowSpecConcurrency(ClosedSection):
    """WorkflowSpecConcurrency."""

    group: str | None = Field(None, description="")
    cancel_in_progress: bool | None = Field(None, description="")


class WorkflowSpecErrorHandlingNotification(Section):
    """WorkflowSpecErrorHandlingNotification."""

    channels: list[Literal["email", "slack", "webhook", "pagerduty"]] | None = Field(None, description="")
    template: str | None = Field(None, description="")


class WorkflowSpecErrorHandlingRetryPolicy(Section):
    """WorkflowSpecErrorHandlingRetryPolicy."""

    max_attempts: int | None = Field(None, ge=1, le=10, description="")
    backoff: Literal["fixed", "exponential", "linear"] | None = Field(None, description="")
    initial_delay_ms: int | None = Field(None, ge=100, description="")
    max_delay_ms: int | None = Field(None, description="")


class WorkflowSpecErrorHandling(Section):
    """WorkflowSpecErrorHandling."""

    on_failure: Literal["halt", "continue", "rollback", "notify", "compensate", "compensation"] | None = Field(None, description="")
    compensation_steps: list[WorkflowStep] | None = Field(None, description="")
    notification: WorkflowSpecErrorHandlingNotification | None = Field(None, description="")
    retry_policy: WorkflowSpecErrorHandlingRetryPolicy | None = Field(None, description="")


class WorkflowSpecObservabilityTracing(Section):
    """WorkflowSpecObservabilityTracing."""

    enabled: bool | None = Field(None, description="")
    propagate_context: bool | None = Field(None, description="")


class WorkflowSpecObservabilityMetrics(Section):
    """WorkflowSpecObservabilityMetrics."""

    enabled: bool | None = Field(None, description="")
    custom_labels: dict[str, str] | None = Field(None, description="")


class WorkflowSpecObservabilityLogging(Section):
    """WorkflowSpecObservabilityLogging."""

    level: Literal["debug", "info", "warn", "error"] | None = Field(None, description="")


class WorkflowSpecObservability(Section):
    """WorkflowSpecObservability."""

    tracing: WorkflowSpecObservabilityTracing | None = Field(None, description="")
    metrics: WorkflowSpecObservabilityMetrics | None = Field(None, description="")
    logging: WorkflowSpecObservabilityLogging | None = Field(None, description="")


class WorkflowSpec(Section):
    """WorkflowSpec."""

    REQUIRED = ("steps",)

    triggers: list[Trigger] | None = Field(None, description="")
    inputs: ParameterSchema | None = Field(None, description="")
    outputs: ParameterSchema | None = Field(None, description="")
    steps: list[WorkflowStep] | None = Field(None, min_length=1, description="")
    context: WorkflowSpecContext | None = Field(None, description="")
    concurrency: WorkflowSpecConcurrency | None = Field(None, description="")
    error_handling: WorkflowSpecErrorHandling | None = Field(None, description="")
    timeout_seconds: int | None = Field(None, ge=1, le=86400, description="")
    observability: WorkflowSpecObservability | None = Field(None, description="")


class WorkflowCompositionSequential(Section):
    """WorkflowCompositionSequential."""

    agent: str | None = Field(None, description="")
    project: list[str] | None = Field(None, description="")


class WorkflowCompositionParallel(Section):
    """WorkflowCompositionParallel."""

    shared_context: bool | None = Field(None, description="")
    agents: list[str] | None = Field(None, description="")


class WorkflowComposition(Section):
    """WorkflowComposition."""

    sequential: list[WorkflowCompositionSequential] | None = Field(None, description="")
    parallel: WorkflowCompositionParallel | None = Field(None, description="")


class Trigger(Section):
    """Trigger."""

    REQUIRED = ("type",)

    type: Literal["webhook", "cron", "event", "manual"] | None = Field(None, description="")
    path: str | None = Field(None, description="")
    schedule: str | None = Field(None, description="")
    source: str | None = Field(None, description="")
    event: str | None = Field(None, description="")
    filter: dict[str, Any] | None = Field(None, description="")

