"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.functions import ParameterSchema
from exporter.manifest.section import UNIQUE, ClosedSection, Section
from exporter.manifest.text import SnakeName


class TaskSpecExecution(ClosedSection):
    """TaskSpecExecution."""

    REQUIRED = ("type",)

    type: Literal["deterministic", "idempotent", "transactional"] | None = Field(None, description="")
    runtime: str | None = Field(None, description="")
    entrypoint: str | None = Field(None, description="")
    timeout_seconds: int | None = Field(None, ge=1, le=86400, description="")


class TaskSpecBatchRetry(ClosedSection):
    """TaskSpecBatchRetry."""

    max_attempts: int | None = Field(None, ge=1, le=10, description="")
    backoff_strategy: Literal["fixed", "exponential", "linear"] | None = Field(None, description="")
    initial_delay_ms: int | None = Field(None, ge=100, description="")


class TaskSpecBatch(ClosedSection):
    """TaskSpecBatch."""

    enabled: bool | None = Field(None, description="")
    parallelism: int | None = Field(None, ge=1, le=1000, description="")
    chunk_size: int | None = Field(None, ge=1, description="")
    retry: TaskSpecBatchRetry | None = Field(None, description="")
    on_item_error: Literal["skip", "fail", "retry"] | None = Field(None, description="")


class TaskSpecDependency(ClosedSection):
    """TaskSpecDependency."""

    REQUIRED = ("ref",)

    ref: str | None = Field(None, description="")
    kind: Literal["Task", "Agent"] | None = Field(None, description="")
    optional: bool | None = Field(None, description="")


class TaskSpecPrecondition(ClosedSection):
    """TaskSpecPrecondition."""

    REQUIRED = ("expression",)

    expression: str | None = Field(None, description="")
    error_message: str | None = Field(None, description="")


class TaskSpecPostcondition(ClosedSection):
    """TaskSpecPostcondition."""

    REQUIRED = ("expression",)

    expression: str | None = Field(None, description="")
    error_message: str | None = Field(None, description="")


class TaskSpecErrorHandling(ClosedSection):
    """TaskSpecErrorHandling."""

    on_error: Literal["fail", "retry", "fallback", "ignore"] | None = Field(None, description="")
    fallback_task: str | None = Field(None, description="")
    error_mapping: dict[str, Literal["fail", "retry", "fallback", "ignore"]] | None = Field(None, description="")


class TaskSpecObservabilityLogging(Section):
    """TaskSpecObservabilityLogging."""

    level: Literal["debug", "info", "warn", "error"] | None = Field(None, description="")
    include_input: bool | None = Field(None, description="")
    include_output: bool | None = Field(None, description="")


class TaskSpecObservabilityMetrics(Section):
    """TaskSpecObservabilityMetrics."""

    enabled: bool | None = Field(None, description="")
    custom_labels: dict[str, str] | None = Field(None, description="")


class TaskSpecObservabilityTracing(Section):
    """TaskSpecObservabilityTracing."""

    enabled: bool | None = Field(None, description="")
    sample_rate: float | None = Field(None, ge=0, le=1, description="")


class TaskSpecObservability(ClosedSection):
    """TaskSpecObservability."""

    logging: TaskSpecObservabilityLogging | None = Field(None, description="")
    metrics: TaskSpecObservabilityMetrics | None = Field(None, description="")
    tracing: TaskSpecObservabilityTracing | None = Field(None, description="")


class TaskSpec(ClosedSection):
    """TaskSpec."""

    REQUIRED = ("execution",)

    execution: TaskSpecExecution | None = Field(None, description="")
    capabilities: list[SnakeName] | None = Field(None, json_schema_extra=UNIQUE, description="")
    input: ParameterSchema | None = Field(None, description="")
    output: ParameterSchema | None = Field(None, description="")
    batch: TaskSpecBatch | None = Field(None, description="")
    dependencies: list[TaskSpecDependency] | None = Field(None, description="")
    preconditions: list[TaskSpecPrecondition] | None = Field(None, description="")
    postconditions: list[TaskSpecPostcondition] | None = Field(None, description="")
    error_handling: TaskSpecErrorHandling | None = Field(None, description="")
    observability: TaskSpecObservability | None = Field(None, description="")

