"""Settings that only LangChain reads: memory, callbacks, limits of a run."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.langchain_graphs import LangChainChain, LangGraphConfig
from exporter.manifest.section import Section
from exporter.manifest.text import ReleaseVersion


class VectorStore(Section):
    """Where texts are found by likeness."""

    type: Literal["chroma", "qdrant", "pinecone", "weaviate", "milvus", "pgvector", "faiss"] | None = Field(
        None, description="Which store."
    )
    collection_name: str | None = Field(None, description="Name of the collection.")
    embedding_model: str | None = Field(None, description="Model that compares texts.")
    connection_string: str | None = Field(None, description='Address of the store; give it as "${VARIABLE}".')


class LangChainMemory(Section):
    """How much is remembered."""

    max_token_limit: int | None = Field(None, ge=100, le=128000, description="Tokens at most.")
    k: int | None = Field(None, ge=1, description="Messages at most.")
    vector_store: VectorStore | None = Field(None, description="Where texts are found by likeness.")


class RunnableConfig(Section):
    """How LangChain runs it."""

    max_concurrency: int | None = Field(None, ge=1, le=100, description="Calls at the same time.")
    recursion_limit: int | None = Field(None, ge=1, le=100, description="Steps at most.")
    tags: list[str] | None = Field(None, description="Words in traces.")
    metadata: dict[str, Any] | None = Field(None, description="Anything else in traces.")
    configurable: dict[str, Any] | None = Field(None, description="Settings that may be changed at run time.")


class LangChainAgentConfig(Section):
    """How LangChain's agent works."""

    handle_parsing_errors: bool | None = Field(
        None, description="Whether it goes on after an answer it cannot read."
    )
    max_iterations: int | None = Field(None, ge=1, le=100, description="Rounds at most.")
    early_stopping_method: Literal["force", "generate"] | None = Field(
        None, description="What it does at the last round."
    )
    return_intermediate_steps: bool | None = Field(None, description="Whether the rounds are returned.")
    trim_intermediate_steps: int | None = Field(None, ge=1, description="Rounds that the chat model sees.")


class LangChainExtension(Section):
    """Settings that only LangChain reads."""

    enabled: bool | None = Field(None, description="Whether they count.")
    version: ReleaseVersion | None = Field(None, description='Version of LangChain, as in "1.0.0".')
    chains: list[LangChainChain] | None = Field(None, description="Chains.")
    graphs: list[LangGraphConfig] | None = Field(None, description="Graphs.")
    memory_type: (
        Literal[
            "conversation_buffer",
            "conversation_buffer_window",
            "conversation_summary",
            "vector_store",
            "entity",
            "combined",
            "none",
        ]
        | None
    ) = Field(None, description="How a conversation is remembered.")
    memory_config: LangChainMemory | None = Field(None, description="How much is remembered.")
    callbacks: list[LangChainCallback] | None = Field(None, description="What is told of a run.")
    runnable_config: RunnableConfig | None = Field(None, description="How LangChain runs it.")
    agent_type: (
        Literal[
            "react",
            "openai_functions",
            "openai_tools",
            "xml",
            "structured_chat",
            "tool_calling",
            "langgraph_react",
            "custom",
        ]
        | None
    ) = Field(None, description="Which agent of LangChain.")
    agent_config: LangChainAgentConfig | None = Field(None, description="How that agent works.")


class LangChainCallback(Section):
    """Something that is told of a run."""

    REQUIRED = ("type",)

    type: (
        Literal[
            "langchain_tracer",
            "langsmith",
            "stdout",
            "file",
            "opentelemetry",
            "phoenix",
            "wandb",
            "mlflow",
            "custom",
        ]
        | None
    ) = Field(None, description="What it is.")
    config: dict[str, Any] | None = Field(None, description="Its settings.")
    events: (
        list[
            Literal[
                "on_llm_start",
                "on_llm_end",
                "on_llm_error",
                "on_chain_start",
                "on_chain_end",
                "on_chain_error",
                "on_tool_start",
                "on_tool_end",
                "on_tool_error",
                "on_agent_action",
                "on_agent_finish",
                "on_retriever_start",
                "on_retriever_end",
                "on_text",
                "on_retry",
            ]
        ]
        | None
    ) = Field(None, description="What it is told.")
