"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.functions import ParameterSchema
from exporter.manifest.section import Section
from exporter.manifest.text import LowerName, ReleaseVersion


class LangChainExtensionMemoryConfigVectorStore(Section):
    """LangChainExtensionMemoryConfigVectorStore."""

    type: Literal["chroma", "qdrant", "pinecone", "weaviate", "milvus", "pgvector", "faiss"] | None = Field(None, description="")
    collection_name: str | None = Field(None, description="")
    embedding_model: str | None = Field(None, description="")
    connection_string: str | None = Field(None, description="")


class LangChainExtensionMemoryConfig(Section):
    """LangChainExtensionMemoryConfig."""

    max_token_limit: int | None = Field(None, ge=100, le=128000, description="")
    k: int | None = Field(None, ge=1, description="")
    vector_store: LangChainExtensionMemoryConfigVectorStore | None = Field(None, description="")


class LangChainExtensionRunnableConfig(Section):
    """LangChainExtensionRunnableConfig."""

    max_concurrency: int | None = Field(None, ge=1, le=100, description="")
    recursion_limit: int | None = Field(None, ge=1, le=100, description="")
    tags: list[str] | None = Field(None, description="")
    metadata: dict[str, Any] | None = Field(None, description="")
    configurable: dict[str, Any] | None = Field(None, description="")


class LangChainExtensionAgentConfig(Section):
    """LangChainExtensionAgentConfig."""

    handle_parsing_errors: bool | None = Field(None, description="")
    max_iterations: int | None = Field(None, ge=1, le=100, description="")
    early_stopping_method: Literal["force", "generate"] | None = Field(None, description="")
    return_intermediate_steps: bool | None = Field(None, description="")
    trim_intermediate_steps: int | None = Field(None, ge=1, description="")


class LangChainExtension(Section):
    """LangChainExtension."""

    enabled: bool | None = Field(None, description="")
    version: ReleaseVersion | None = Field(None, description="")
    chains: list[LangChainChainConfig] | None = Field(None, description="")
    graphs: list[LangGraphConfig] | None = Field(None, description="")
    memory_type: Literal["conversation_buffer", "conversation_buffer_window", "conversation_summary", "vector_store", "entity", "combined", "none"] | None = Field(None, description="")
    memory_config: LangChainExtensionMemoryConfig | None = Field(None, description="")
    callbacks: list[LangChainCallbackConfig] | None = Field(None, description="")
    runnable_config: LangChainExtensionRunnableConfig | None = Field(None, description="")
    agent_type: Literal["react", "openai_functions", "openai_tools", "xml", "structured_chat", "tool_calling", "langgraph_react", "custom"] | None = Field(None, description="")
    agent_config: LangChainExtensionAgentConfig | None = Field(None, description="")


class LangChainCallbackConfig(Section):
    """LangChainCallbackConfig."""

    REQUIRED = ("type",)

    type: Literal["langchain_tracer", "langsmith", "stdout", "file", "opentelemetry", "phoenix", "wandb", "mlflow", "custom"] | None = Field(None, description="")
    config: dict[str, Any] | None = Field(None, description="")
    events: list[Literal["on_llm_start", "on_llm_end", "on_llm_error", "on_chain_start", "on_chain_end", "on_chain_error", "on_tool_start", "on_tool_end", "on_tool_error", "on_agent_action", "on_agent_finish", "on_retriever_start", "on_retriever_end", "on_text", "on_retry"]] | None = Field(None, description="")


class LangChainChainConfigComponent(Section):
    """LangChainChainConfigComponent."""

    type: Literal["prompt", "llm", "parser", "retriever", "tool", "function", "passthrough", "itemgetter"] | None = Field(None, description="")
    ref: str | None = Field(None, description="")
    config: dict[str, Any] | None = Field(None, description="")


class LangChainChainConfigFallback(Section):
    """LangChainChainConfigFallback."""

    chain_ref: str | None = Field(None, description="")
    exceptions: list[str] | None = Field(None, description="")


class LangChainChainConfigBatchConfig(Section):
    """LangChainChainConfigBatchConfig."""

    max_concurrency: int | None = Field(None, ge=1, description="")
    return_exceptions: bool | None = Field(None, description="")


class LangChainChainConfig(Section):
    """LangChainChainConfig."""

    REQUIRED = ("name", "type",)

    name: LowerName | None = Field(None, description="")
    type: Literal["llm", "prompt_template", "retrieval", "stuff_documents", "map_reduce", "refine", "map_rerank", "conversational_retrieval", "sql_database", "api", "transformation", "sequential", "router", "custom"] | None = Field(None, description="")
    lcel_expression: str | None = Field(None, description="")
    components: list[LangChainChainConfigComponent] | None = Field(None, description="")
    input_schema: ParameterSchema | None = Field(None, description="")
    output_schema: ParameterSchema | None = Field(None, description="")
    fallback: LangChainChainConfigFallback | None = Field(None, description="")
    batch_config: LangChainChainConfigBatchConfig | None = Field(None, description="")


class LangGraphConfigNode(Section):
    """LangGraphConfigNode."""

    REQUIRED = ("id", "type",)

    id: str | None = Field(None, description="")
    type: Literal["agent", "tool", "function", "subgraph", "passthrough", "conditional", "human_in_loop"] | None = Field(None, description="")
    handler: str | None = Field(None, description="")
    ossa_ref: str | None = Field(None, description="")


class LangGraphConfigEdge(Section):
    """LangGraphConfigEdge."""

    REQUIRED = ("from", "to",)

    from_: str | None = Field(None, alias="from", description="")
    to: str | None = Field(None, description="")
    condition: str | None = Field(None, description="")
    condition_map: dict[str, str] | None = Field(None, description="")


class LangGraphConfigCheckpointer(Section):
    """LangGraphConfigCheckpointer."""

    type: Literal["memory", "sqlite", "postgres", "redis"] | None = Field(None, description="")
    connection_string: str | None = Field(None, description="")


class LangGraphConfig(Section):
    """LangGraphConfig."""

    REQUIRED = ("name", "nodes",)

    name: LowerName | None = Field(None, description="")
    state_schema: ParameterSchema | None = Field(None, description="")
    nodes: list[LangGraphConfigNode] | None = Field(None, description="")
    edges: list[LangGraphConfigEdge] | None = Field(None, description="")
    entrypoint: str | None = Field(None, description="")
    checkpointer: LangGraphConfigCheckpointer | None = Field(None, description="")
    interrupt_before: list[str] | None = Field(None, description="")
    interrupt_after: list[str] | None = Field(None, description="")

