"""The `spec` of a Flow: states, transitions, and what causes them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import DnsName


class FlowSchema(Section):
    """The states of a flow."""

    REQUIRED = (
        "initial_state",
        "states",
    )

    initial_state: str | None = Field(None, description="The first state.")
    states: list[FlowState] | None = Field(None, description="All states.")


class FlowSpec(Section):
    """What a flow does."""

    REQUIRED = (
        "flow_schema",
        "transitions",
    )

    flow_schema: FlowSchema | None = Field(None, description="Its states.")
    transitions: list[FlowTransition] | None = Field(None, description="How one state follows another.")
    flow_events: list[FlowEvent] | None = Field(None, description="Events that it knows.")
    nodes: list[FlowNode] | None = Field(None, description="Its nodes, for drawing.")
    edges: list[FlowEdge] | None = Field(None, description="Its edges, for drawing.")
    adaptors: FlowAdaptor | None = Field(None, description="How it is exported.")


class FlowState(Section):
    """A state."""

    REQUIRED = ("name",)

    name: DnsName | None = Field(None, description="Its name.")
    description: str | None = Field(None, description="What it means.")
    entry_action: str | None = Field(None, description="What is done on entering.")
    exit_action: str | None = Field(None, description="What is done on leaving.")


class TransitionTrigger(Section):
    """What causes a transition."""

    REQUIRED = ("type",)

    type: Literal["webhook", "agent_signal", "timer", "condition"] | None = Field(
        None, description="Kind of cause."
    )
    event: str | None = Field(None, description="Name of an event.")
    agent: str | None = Field(None, description="Name of an agent.")
    signal: Literal["continue", "complete", "blocked", "escalate", "checkpoint"] | None = Field(
        None, description="What the agent says."
    )
    interval: str | None = Field(None, description="After how long.")
    condition_expression: str | None = Field(None, description="An expression that becomes true.")


class FlowTransition(Section):
    """How one state follows another."""

    REQUIRED = (
        "from",
        "to",
        "trigger",
    )

    from_: str | None = Field(None, alias="from", description="The state before.")
    to: str | None = Field(None, description="The state after.")
    trigger: TransitionTrigger | None = Field(None, description="What causes it.")
    condition: str | None = Field(None, description="When it is allowed.")


class FlowEvent(Section):
    """An event."""

    REQUIRED = (
        "name",
        "type",
    )

    name: str | None = Field(None, description="Its name.")
    type: Literal["webhook", "agent_signal", "timer", "custom"] | None = Field(
        None, description="Kind of event."
    )
    source: str | None = Field(None, description="Where it comes from.")
    handler: str | None = Field(None, description="What takes it.")
    schema_: dict[str, Any] | None = Field(
        None, alias="schema", description="JSON Schema of what it carries."
    )


class FlowNode(Section):
    """A node."""

    REQUIRED = (
        "id",
        "type",
    )

    id: str | None = Field(None, description="Its identifier.")
    type: Literal["webhook", "agent", "task", "condition", "aggregator"] | None = Field(
        None, description="Kind of node."
    )
    agent_id: str | None = Field(None, description="The agent it stands for.")
    task_id: str | None = Field(None, description="The task it stands for.")
    config: dict[str, Any] | None = Field(None, description="Its settings.")


class FlowEdge(Section):
    """An edge."""

    REQUIRED = (
        "from",
        "to",
    )

    from_: str | None = Field(None, alias="from", description="The node before.")
    to: str | None = Field(None, description="The node after.")
    condition: str | None = Field(None, description="When it is taken.")
    weight: int | None = Field(None, description="Which is taken first.")


class FlowLanggraph(Section):
    """Export to LangGraph."""

    export: bool | None = Field(None, description="Whether it is exported.")
    state_schema: dict[str, Any] | None = Field(None, description="What the graph keeps.")


class FlowTemporal(Section):
    """Export to Temporal."""

    export: bool | None = Field(None, description="Whether it is exported.")
    workflow_id: str | None = Field(None, description="Identifier of the workflow.")


class FlowN8n(Section):
    """Export to n8n."""

    export: bool | None = Field(None, description="Whether it is exported.")
    format: Literal["json", "yaml"] | None = Field(None, description="How it is written.")


class FlowAdaptor(Section):
    """How a flow is exported."""

    langgraph: FlowLanggraph | None = Field(None, description="To LangGraph.")
    temporal: FlowTemporal | None = Field(None, description="To Temporal.")
    n8n: FlowN8n | None = Field(None, description="To n8n.")
