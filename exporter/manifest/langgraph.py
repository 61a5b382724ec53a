"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section


class LangGraphExtensionStateSchemaField(Section):
    """LangGraphExtensionStateSchemaField."""

    type: str | None = Field(None, description="")
    default: Any = Field(None, description="")
    reducer: Literal["replace", "append", "merge"] | None = Field(None, description="")


class LangGraphExtensionStateSchema(Section):
    """LangGraphExtensionStateSchema."""

    name: str | None = Field(None, description="")
    fields: dict[str, LangGraphExtensionStateSchemaField] | None = Field(None, description="")


class LangGraphExtensionNodeRetryPolicy(Section):
    """LangGraphExtensionNodeRetryPolicy."""

    max_attempts: int | None = Field(None, description="")
    backoff_factor: float | None = Field(None, description="")


class LangGraphExtensionNode(Section):
    """LangGraphExtensionNode."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="")
    type: Literal["function", "agent", "tool", "subgraph", "conditional"] | None = Field(None, description="")
    function_ref: str | None = Field(None, description="")
    agent_ref: str | None = Field(None, description="")
    retry_policy: LangGraphExtensionNodeRetryPolicy | None = Field(None, description="")


class LangGraphExtensionEdge(Section):
    """LangGraphExtensionEdge."""

    REQUIRED = ("from", "to",)

    from_: str | None = Field(None, alias="from", description="")
    to: str | None = Field(None, description="")
    condition: str | None = Field(None, description="")


class LangGraphExtensionConditionalEdge(Section):
    """LangGraphExtensionConditionalEdge."""

    from_: str | None = Field(None, alias="from", description="")
    path_map: dict[str, str] | None = Field(None, description="")
    condition_function: str | None = Field(None, description="")


class LangGraphExtensionCheckpointer(Section):
    """LangGraphExtensionCheckpointer."""

    type: Literal["memory", "sqlite", "postgres", "redis"] | None = Field(None, description="")
    connection_string: str | None = Field(None, description="")
    thread_id_key: str | None = Field(None, description="")


class LangGraphExtension(Section):
    """LangGraphExtension."""

    enabled: bool | None = Field(None, description="")
    graph_type: Literal["StateGraph", "MessageGraph", "CompiledGraph"] | None = Field(None, description="")
    state_schema: LangGraphExtensionStateSchema | None = Field(None, description="")
    nodes: list[LangGraphExtensionNode] | None = Field(None, description="")
    edges: list[LangGraphExtensionEdge] | None = Field(None, description="")
    conditional_edges: list[LangGraphExtensionConditionalEdge] | None = Field(None, description="")
    entry_point: str | None = Field(None, description="")
    finish_point: str | None = Field(None, description="")
    checkpointer: LangGraphExtensionCheckpointer | None = Field(None, description="")
    interrupt_before: list[str] | None = Field(None, description="")
    interrupt_after: list[str] | None = Field(None, description="")
    recursion_limit: int | None = Field(None, description="")
    debug: bool | None = Field(None, description="")

