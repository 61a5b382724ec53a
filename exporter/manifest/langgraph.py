"""Settings that only LangGraph reads."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section


class GraphStateField(Section):
    """Something that a graph keeps."""

    type: str | None = Field(None, description="Its type.")
    default: Any = Field(None, description="Its value at first.")
    reducer: Literal["replace", "append", "merge"] | None = Field(
        None, description="How a new value joins the old one."
    )


class GraphState(Section):
    """What a graph keeps."""

    name: str | None = Field(None, description="Its name.")
    fields: dict[str, GraphStateField] | None = Field(None, description="Its fields.")


class NodeRetry(Section):
    """How often a node is tried again."""

    max_attempts: int | None = Field(None, description="Attempts at most.")
    backoff_factor: float | None = Field(None, description="By how much the wait grows.")


class LangGraphNode(Section):
    """A node."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="Its name.")
    type: Literal["function", "agent", "tool", "subgraph", "conditional"] | None = Field(
        None, description="What it is."
    )
    function_ref: str | None = Field(None, description="Function that it calls.")
    agent_ref: str | None = Field(None, description="Agent that it asks.")
    retry_policy: NodeRetry | None = Field(None, description="How often it is tried again.")


class LangGraphEdge(Section):
    """An edge."""

    REQUIRED = (
        "from",
        "to",
    )

    from_: str | None = Field(None, alias="from", description="The node before.")
    to: str | None = Field(None, description="The node after.")
    condition: str | None = Field(None, description="When it is taken.")


class ConditionalEdge(Section):
    """Several ways to go on."""

    from_: str | None = Field(None, alias="from", description="The node before.")
    path_map: dict[str, str] | None = Field(None, description="Which node follows which result.")
    condition_function: str | None = Field(None, description="Function that decides.")


class LangGraphCheckpointer(Section):
    """Where the state is kept."""

    type: Literal["memory", "sqlite", "postgres", "redis"] | None = Field(None, description="What keeps it.")
    connection_string: str | None = Field(None, description='Its address; give it as "${VARIABLE}".')
    thread_id_key: str | None = Field(None, description="Key that tells conversations apart.")


class LangGraphExtension(Section):
    """Settings that only LangGraph reads."""

    enabled: bool | None = Field(None, description="Whether they count.")
    graph_type: Literal["StateGraph", "MessageGraph", "CompiledGraph"] | None = Field(
        None, description="What kind of graph."
    )
    state_schema: GraphState | None = Field(None, description="What it keeps.")
    nodes: list[LangGraphNode] | None = Field(None, description="Its nodes.")
    edges: list[LangGraphEdge] | None = Field(None, description="Its edges.")
    conditional_edges: list[ConditionalEdge] | None = Field(
        None, description="Edges that depend on a result."
    )
    entry_point: str | None = Field(None, description="Its first node.")
    finish_point: str | None = Field(None, description="Its last node.")
    checkpointer: LangGraphCheckpointer | None = Field(None, description="Where its state is kept.")
    interrupt_before: list[str] | None = Field(None, description="Nodes before which it waits for a person.")
    interrupt_after: list[str] | None = Field(None, description="Nodes after which it waits for a person.")
    recursion_limit: int | None = Field(None, description="Steps at most.")
    debug: bool | None = Field(None, description="Whether it tells what it does.")
