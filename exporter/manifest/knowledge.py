"""Where an agent looks things up, because it may or because it must."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import SourceId


class KnowledgeSourceAuth(Section):
    """How to sign in to a source."""

    type: Literal["bearer", "api_key", "oauth", "none"] | None = Field(None, description="In which way.")
    token_env: str | None = Field(None, description="Environment variable that holds the token.")


class KnowledgeSourceSearch(Section):
    """How a source is searched."""

    default_strategy: Literal["semantic", "hybrid", "neural", "keyword"] | None = Field(
        None, description="In which way."
    )
    top_k: int | None = Field(None, ge=1, le=100, description="How many results to take.")
    min_score: float | None = Field(None, ge=0, le=1, description="Least likeness of a result, 0 to 1.")
    rerank: bool | None = Field(None, description="Whether results are sorted again.")


class KnowledgeSource(Section):
    """A place to look things up."""

    REQUIRED = (
        "name",
        "provider",
    )

    name: str | None = Field(None, description="Its name.")
    provider: (
        Literal["qdrant", "pinecone", "weaviate", "airweave", "langchain", "llamaindex", "custom"] | None
    ) = Field(None, description="What kind of store it is.")
    config: dict[str, Any] | None = Field(None, description="Settings of the store.")
    auth: KnowledgeSourceAuth | None = Field(None, description="How to sign in.")
    search: KnowledgeSourceSearch | None = Field(None, description="How to search.")
    enabled: bool | None = Field(None, description="Whether it is used.")


class QueryConditions(ClosedSection):
    """When a source must be asked."""

    before_write: bool | None = Field(None, description="Before something is written.")
    before_review: bool | None = Field(None, description="Before something is reviewed.")
    on_optimization: bool | None = Field(None, description="When something is optimised.")


class ValidationRules(ClosedSection):
    """What is checked against a source."""

    require_references: bool | None = Field(None, description="Whether results must name it.")
    block_on_critical: bool | None = Field(None, description="Whether critical findings stop the work.")
    warn_on_high: bool | None = Field(None, description="Whether grave findings are told.")
    min_coverage: float | None = Field(
        None, ge=0, le=1, description="Least share that must be covered, 0 to 1."
    )


class ToolInjection(ClosedSection):
    """The tool by which a source is asked."""

    tool_name: str | None = Field(None, description="Its name.")
    mcp_server: str | None = Field(None, description="MCP server that has it.")
    auto_inject: bool | None = Field(None, description="Whether the agent gets it by itself.")


class KnowledgeTracking(ClosedSection):
    """What is remembered about the use of a source."""

    track_queries: bool | None = Field(None, description="Questions.")
    track_applications: bool | None = Field(None, description="Uses of answers.")
    track_violations: bool | None = Field(None, description="Breaches.")
    store_in_graph: bool | None = Field(None, description="Whether all that goes into a graph.")


class MandatoryKnowledgeSource(ClosedSection):
    """A source that must be looked into."""

    REQUIRED = (
        "source_id",
        "enforcement_level",
    )

    source_id: SourceId | None = Field(None, description="Its identifier.")
    enforcement_level: Literal["query", "validate", "block"] | None = Field(None, description="How strictly.")
    triggers: list[str] | None = Field(None, min_length=1, description="What makes it necessary.")
    query_conditions: QueryConditions | None = Field(None, description="When it must be asked.")
    validation_rules: ValidationRules | None = Field(None, description="What is checked.")
    tool_injection: ToolInjection | None = Field(None, description="The tool by which it is asked.")
    tracking: KnowledgeTracking | None = Field(None, description="What is remembered.")
