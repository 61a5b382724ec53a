"""The `spec` of a Task: deterministic work without a chat model."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.functions import ParameterSchema
from exporter.manifest.section import UNIQUE, ClosedSection, Section
from exporter.manifest.text import SnakeName


class TaskExecution(ClosedSection):
    """How a task is executed."""

    REQUIRED = ("type",)

    type: Literal["deterministic", "idempotent", "transactional"] | None = Field(
        None, description="What may be relied on."
    )
    runtime: str | None = Field(None, description="What executes it.")
    entrypoint: str | None = Field(None, description="What is called.")
    timeout_seconds: int | None = Field(None, ge=1, le=86400, description="Seconds until it is stopped.")


class BatchRetry(ClosedSection):
    """How often an item is tried again."""

    max_attempts: int | None = Field(None, ge=1, le=10, description="Attempts at most.")
    backoff_strategy: Literal["fixed", "exponential", "linear"] | None = Field(
        None, description="How the wait grows."
    )
    initial_delay_ms: int | None = Field(None, ge=100, description="The first wait.")


class TaskBatch(ClosedSection):
    """The same for many items."""

    enabled: bool | None = Field(None, description="Whether there are many.")
    parallelism: int | None = Field(None, ge=1, le=1000, description="How many at the same time.")
    chunk_size: int | None = Field(None, ge=1, description="How many together.")
    retry: BatchRetry | None = Field(None, description="How often one is tried again.")
    on_item_error: Literal["skip", "fail", "retry"] | None = Field(
        None, description="What happens when one fails."
    )


class TaskDependency(ClosedSection):
    """What a task needs."""

    REQUIRED = ("ref",)

    ref: str | None = Field(None, description="Its name.")
    kind: Literal["Task", "Agent"] | None = Field(None, description="What it is.")
    optional: bool | None = Field(None, description="Whether it also goes without.")


class Precondition(ClosedSection):
    """What must be true before."""

    REQUIRED = ("expression",)

    expression: str | None = Field(None, description="The expression.")
    error_message: str | None = Field(None, description="What is said otherwise.")


class Postcondition(ClosedSection):
    """What must be true afterwards."""

    REQUIRED = ("expression",)

    expression: str | None = Field(None, description="The expression.")
    error_message: str | None = Field(None, description="What is said otherwise.")


class TaskErrors(ClosedSection):
    """What happens when a task fails."""

    on_error: Literal["fail", "retry", "fallback", "ignore"] | None = Field(None, description="In general.")
    fallback_task: str | None = Field(None, description="Task to do in its place.")
    error_mapping: dict[str, Literal["fail", "retry", "fallback", "ignore"]] | None = Field(
        None, description="By kind of error."
    )


class TaskLogging(Section):
    """Logs of a task."""

    level: Literal["debug", "info", "warn", "error"] | None = Field(
        None, description="The least grave that is logged."
    )
    include_input: bool | None = Field(None, description="Whether its input is logged.")
    include_output: bool | None = Field(None, description="Whether its output is logged.")


class TaskMetrics(Section):
    """Figures about a task."""

    enabled: bool | None = Field(None, description="Whether they are made.")
    custom_labels: dict[str, str] | None = Field(None, description="Labels on them.")


class TaskTracing(Section):
    """Traces of a task."""

    enabled: bool | None = Field(None, description="Whether they are made.")
    sample_rate: float | None = Field(None, ge=0, le=1, description="Share of runs that are traced, 0 to 1.")


class TaskObservability(ClosedSection):
    """How one sees what a task does."""

    logging: TaskLogging | None = Field(None, description="Logs.")
    metrics: TaskMetrics | None = Field(None, description="Figures.")
    tracing: TaskTracing | None = Field(None, description="Traces.")


class TaskSpec(ClosedSection):
    """What a task does."""

    REQUIRED = ("execution",)

    execution: TaskExecution | None = Field(None, description="How it is executed.")
    capabilities: list[SnakeName] | None = Field(
        None, json_schema_extra=UNIQUE, description="What it needs to be able to do."
    )
    input: ParameterSchema | None = Field(None, description="What it is given, as JSON Schema.")
    output: ParameterSchema | None = Field(None, description="What it returns, as JSON Schema.")
    batch: TaskBatch | None = Field(None, description="The same for many items.")
    dependencies: list[TaskDependency] | None = Field(None, description="What it needs.")
    preconditions: list[Precondition] | None = Field(None, description="What must be true before.")
    postconditions: list[Postcondition] | None = Field(None, description="What must be true afterwards.")
    error_handling: TaskErrors | None = Field(None, description="What happens when it fails.")
    observability: TaskObservability | None = Field(None, description="How one sees what it does.")
