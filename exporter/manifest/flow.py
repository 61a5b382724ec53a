"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import DnsName


class FlowSpecFlowSchema(Section):
    """FlowSpecFlowSchema."""

    REQUIRED = ("initial_state", "states",)

    initial_state: str | None = Field(None, description="")
    states: list[FlowState] | None = Field(None, description="")


class FlowSpec(Section):
    """FlowSpec."""

    REQUIRED = ("flow_schema", "transitions",)

    flow_schema: FlowSpecFlowSchema | None = Field(None, description="")
    transitions: list[FlowTransition] | None = Field(None, description="")
    flow_events: list[FlowEvent] | None = Field(None, description="")
    nodes: list[FlowNode] | None = Field(None, description="")
    edges: list[FlowEdge] | None = Field(None, description="")
    adaptors: FlowAdaptor | None = Field(None, description="")


class FlowState(Section):
    """FlowState."""

    REQUIRED = ("name",)

    name: DnsName | None = Field(None, description="")
    description: str | None = Field(None, description="")
    entry_action: str | None = Field(None, description="")
    exit_action: str | None = Field(None, description="")


class FlowTransitionTrigger(Section):
    """FlowTransitionTrigger."""

    REQUIRED = ("type",)

    type: Literal["webhook", "agent_signal", "timer", "condition"] | None = Field(None, description="")
    event: str | None = Field(None, description="")
    agent: str | None = Field(None, description="")
    signal: Literal["continue", "complete", "blocked", "escalate", "checkpoint"] | None = Field(None, description="")
    interval: str | None = Field(None, description="")
    condition_expression: str | None = Field(None, description="")


class FlowTransition(Section):
    """FlowTransition."""

    REQUIRED = ("from", "to", "trigger",)

    from_: str | None = Field(None, alias="from", description="")
    to: str | None = Field(None, description="")
    trigger: FlowTransitionTrigger | None = Field(None, description="")
    condition: str | None = Field(None, description="")


class FlowEvent(Section):
    """FlowEvent."""

    REQUIRED = ("name", "type",)

    name: str | None = Field(None, description="")
    type: Literal["webhook", "agent_signal", "timer", "custom"] | None = Field(None, description="")
    source: str | None = Field(None, description="")
    handler: str | None = Field(None, description="")
    schema_: dict[str, Any] | None = Field(None, alias="schema", description="")


class FlowNode(Section):
    """FlowNode."""

    REQUIRED = ("id", "type",)

    id: str | None = Field(None, description="")
    type: Literal["webhook", "agent", "task", "condition", "aggregator"] | None = Field(None, description="")
    agent_id: str | None = Field(None, description="")
    task_id: str | None = Field(None, description="")
    config: dict[str, Any] | None = Field(None, description="")


class FlowEdge(Section):
    """FlowEdge."""

    REQUIRED = ("from", "to",)

    from_: str | None = Field(None, alias="from", description="")
    to: str | None = Field(None, description="")
    condition: str | None = Field(None, description="")
    weight: int | None = Field(None, description="")


class FlowAdaptorLanggraph(Section):
    """FlowAdaptorLanggraph."""

    export: bool | None = Field(None, description="")
    state_schema: dict[str, Any] | None = Field(None, description="")


class FlowAdaptorTemporal(Section):
    """FlowAdaptorTemporal."""

    export: bool | None = Field(None, description="")
    workflow_id: str | None = Field(None, description="")


class FlowAdaptorN8n(Section):
    """FlowAdaptorN8n."""

    export: bool | None = Field(None, description="")
    format: Literal["json", "yaml"] | None = Field(None, description="")


class FlowAdaptor(Section):
    """FlowAdaptor."""

    langgraph: FlowAdaptorLanggraph | None = Field(None, description="")
    temporal: FlowAdaptorTemporal | None = Field(None, description="")
    n8n: FlowAdaptorN8n | None = Field(None, description="")

