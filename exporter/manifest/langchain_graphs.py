"""Chains and graphs of LangChain within a manifest."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.functions import ParameterSchema
from exporter.manifest.section import Section
from exporter.manifest.text import LowerName


class ChainComponent(Section):
    """A part of a chain."""

    type: (
        Literal["prompt", "llm", "parser", "retriever", "tool", "function", "passthrough", "itemgetter"]
        | None
    ) = Field(None, description="What it is.")
    ref: str | None = Field(None, description="Its name.")
    config: dict[str, Any] | None = Field(None, description="Its settings.")


class ChainFallback(Section):
    """Another chain, when this one fails."""

    chain_ref: str | None = Field(None, description="Its name.")
    exceptions: list[str] | None = Field(None, description="On which exceptions.")


class BatchConfig(Section):
    """Many inputs together."""

    max_concurrency: int | None = Field(None, ge=1, description="How many at the same time.")
    return_exceptions: bool | None = Field(None, description="Whether an exception is returned as a result.")


class LangChainChain(Section):
    """A chain."""

    REQUIRED = (
        "name",
        "type",
    )

    name: LowerName | None = Field(None, description="Its name.")
    type: (
        Literal[
            "llm",
            "prompt_template",
            "retrieval",
            "stuff_documents",
            "map_reduce",
            "refine",
            "map_rerank",
            "conversational_retrieval",
            "sql_database",
            "api",
            "transformation",
            "sequential",
            "router",
            "custom",
        ]
        | None
    ) = Field(None, description="What kind of chain.")
    lcel_expression: str | None = Field(None, description="The chain as LCEL.")
    components: list[ChainComponent] | None = Field(None, description="Its parts.")
    input_schema: ParameterSchema | None = Field(None, description="What it is given, as JSON Schema.")
    output_schema: ParameterSchema | None = Field(None, description="What it returns, as JSON Schema.")
    fallback: ChainFallback | None = Field(None, description="Another chain, when it fails.")
    batch_config: BatchConfig | None = Field(None, description="Many inputs together.")


class GraphNode(Section):
    """A node of a graph."""

    REQUIRED = (
        "id",
        "type",
    )

    id: str | None = Field(None, description="Its identifier.")
    type: (
        Literal["agent", "tool", "function", "subgraph", "passthrough", "conditional", "human_in_loop"] | None
    ) = Field(None, description="What it does.")
    handler: str | None = Field(None, description="Function that does it.")
    ossa_ref: str | None = Field(None, description="OSSA document that does it.")


class GraphEdge(Section):
    """An edge of a graph."""

    REQUIRED = (
        "from",
        "to",
    )

    from_: str | None = Field(None, alias="from", description="The node before.")
    to: str | None = Field(None, description="The node after.")
    condition: str | None = Field(None, description="When it is taken.")
    condition_map: dict[str, str] | None = Field(None, description="Which node follows which result.")


class GraphCheckpointer(Section):
    """Where the state of a graph is kept."""

    type: Literal["memory", "sqlite", "postgres", "redis"] | None = Field(None, description="What keeps it.")
    connection_string: str | None = Field(None, description='Its address; give it as "${VARIABLE}".')


class LangGraphConfig(Section):
    """A graph."""

    REQUIRED = (
        "name",
        "nodes",
    )

    name: LowerName | None = Field(None, description="Its name.")
    state_schema: ParameterSchema | None = Field(None, description="What it keeps, as JSON Schema.")
    nodes: list[GraphNode] | None = Field(None, description="Its nodes.")
    edges: list[GraphEdge] | None = Field(None, description="Its edges.")
    entrypoint: str | None = Field(None, description="Its first node.")
    checkpointer: GraphCheckpointer | None = Field(None, description="Where its state is kept.")
    interrupt_before: list[str] | None = Field(None, description="Nodes before which it waits for a person.")
    interrupt_after: list[str] | None = Field(None, description="Nodes after which it waits for a person.")
