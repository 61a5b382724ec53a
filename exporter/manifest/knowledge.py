"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import SourceId


class KnowledgeSourceAuth(Section):
    """KnowledgeSourceAuth."""

    type: Literal["bearer", "api_key", "oauth", "none"] | None = Field(None, description="")
    token_env: str | None = Field(None, description="")


class KnowledgeSourceSearch(Section):
    """KnowledgeSourceSearch."""

    default_strategy: Literal["semantic", "hybrid", "neural", "keyword"] | None = Field(None, description="")
    top_k: int | None = Field(None, ge=1, le=100, description="")
    min_score: float | None = Field(None, ge=0, le=1, description="")
    rerank: bool | None = Field(None, description="")


class KnowledgeSource(Section):
    """KnowledgeSource."""

    REQUIRED = ("name", "provider",)

    name: str | None = Field(None, description="")
    provider: Literal["qdrant", "pinecone", "weaviate", "airweave", "langchain", "llamaindex", "custom"] | None = Field(None, description="")
    config: dict[str, Any] | None = Field(None, description="")
    auth: KnowledgeSourceAuth | None = Field(None, description="")
    search: KnowledgeSourceSearch | None = Field(None, description="")
    enabled: bool | None = Field(None, description="")


class MandatoryKnowledgeSourceQueryConditions(ClosedSection):
    """MandatoryKnowledgeSourceQueryConditions."""

    before_write: bool | None = Field(None, description="")
    before_review: bool | None = Field(None, description="")
    on_optimization: bool | None = Field(None, description="")


class MandatoryKnowledgeSourceValidationRules(ClosedSection):
    """MandatoryKnowledgeSourceValidationRules."""

    require_references: bool | None = Field(None, description="")
    block_on_critical: bool | None = Field(None, description="")
    warn_on_high: bool | None = Field(None, description="")
    min_coverage: float | None = Field(None, ge=0, le=1, description="")


class MandatoryKnowledgeSourceToolInjection(ClosedSection):
    """MandatoryKnowledgeSourceToolInjection."""

    tool_name: str | None = Field(None, description="")
    mcp_server: str | None = Field(None, description="")
    auto_inject: bool | None = Field(None, description="")


class KnowledgeTracking(ClosedSection):
    """KnowledgeTracking."""

    track_queries: bool | None = Field(None, description="")
    track_applications: bool | None = Field(None, description="")
    track_violations: bool | None = Field(None, description="")
    store_in_graph: bool | None = Field(None, description="")


class MandatoryKnowledgeSource(ClosedSection):
    """MandatoryKnowledgeSource."""

    REQUIRED = ("source_id", "enforcement_level",)

    source_id: SourceId | None = Field(None, description="")
    enforcement_level: Literal["query", "validate", "block"] | None = Field(None, description="")
    triggers: list[str] | None = Field(None, min_length=1, description="")
    query_conditions: MandatoryKnowledgeSourceQueryConditions | None = Field(None, description="")
    validation_rules: MandatoryKnowledgeSourceValidationRules | None = Field(None, description="")
    tool_injection: MandatoryKnowledgeSourceToolInjection | None = Field(None, description="")
    tracking: KnowledgeTracking | None = Field(None, description="")

