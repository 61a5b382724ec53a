"""."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from exporter.manifest.decentralized_identity import DecentralizedIdentity
from exporter.manifest.economics import AgentEconomics
from exporter.manifest.genetics import AgentGenetics
from exporter.manifest.id_card import AgentIdCard
from exporter.manifest.lifecycle_stages import AgentLifecycleStages
from exporter.manifest.section import UNIQUE, ClosedSection, Section
from exporter.manifest.team import TeamMembership
from exporter.manifest.text import Checksum, DnsName, MachineName, SemVer


class CatalogPricing(Section):
    """CatalogPricing."""

    model: Literal["free", "freemium", "paid", "enterprise"] | None = Field(None, description="")
    cost_per_use: float | None = Field(None, description="")
    subscription_monthly: float | None = Field(None, description="")


class CatalogRatings(Section):
    """CatalogRatings."""

    average: float | None = Field(None, ge=0, le=5, description="")
    count: int | None = Field(None, ge=0, description="")


class Catalog(ClosedSection):
    """Catalog."""

    published: bool | None = Field(None, description="")
    catalog_id: str | None = Field(None, description="")
    visibility: Literal["public", "private", "internal"] | None = Field(None, description="")
    categories: list[str] | None = Field(None, description="")
    tags: list[str] | None = Field(None, description="")
    icon_url: str | None = Field(None, description="")
    documentation_url: str | None = Field(None, description="")
    pricing: CatalogPricing | None = Field(None, description="")
    ratings: CatalogRatings | None = Field(None, description="")


class Coordination(ClosedSection):
    """Coordination."""

    handoffStrategy: Literal["manual", "automatic", "conditional", "supervised"] | None = Field(None, description="")
    leaderAgent: str | None = Field(None, description="")
    maxDepth: int | None = Field(None, ge=1, le=10, description="")
    teamModel: Literal["lead-teammate", "parent-child", "peer-to-peer", "hub-spoke", "hierarchical", "swarm"] | None = Field(None, description="")
    communicationPattern: Literal["task-list", "mailbox", "broadcast", "shared-file", "direct-message"] | None = Field(None, description="")
    taskCoordination: Literal["shared-list", "assigned", "self-claim", "sequential", "parallel", "dependency-wave"] | None = Field(None, description="")
    conflictResolution: Literal["leader-decides", "vote", "round-robin", "last-writer-wins"] | None = Field(None, description="")
    taskPersistence: Literal["file-backed", "in-memory", "database"] | None = Field(None, description="")
    dependencyTracking: bool | None = Field(None, description="")


class RuntimePreferences(ClosedSection):
    """RuntimePreferences."""

    preferredRegion: str | None = Field(None, description="")
    scalability: Literal["single-instance", "horizontal", "serverless"] | None = Field(None, description="")
    executionModel: Literal["synchronous", "asynchronous", "streaming", "batch"] | None = Field(None, description="")


class AgentArchitecture(ClosedSection):
    """AgentArchitecture."""

    pattern: Literal["single", "swarm", "pipeline", "graph", "hierarchical", "reactive", "cognitive", "lead-teammate"] | None = Field(None, description="")
    capabilities: list[Literal["handoff", "streaming", "context", "tools", "vision", "code", "audio", "video", "function-calling", "parallel-tools", "memory", "retrieval", "web-search"]] | None = Field(None, json_schema_extra=UNIQUE, description="")
    coordination: Coordination | None = Field(None, description="")
    runtime: RuntimePreferences | None = Field(None, description="")


class Metadata(ClosedSection):
    """Metadata."""

    REQUIRED = ("name",)

    name: DnsName | None = Field(None, max_length=253, description="")
    namespace: DnsName | None = Field(None, max_length=63, description="")
    version: SemVer | None = Field(None, description="")
    description: str | None = Field(None, max_length=2000, description="")
    labels: dict[str, Annotated[str, Field(max_length=63)]] | None = Field(None, description="")
    annotations: dict[str, str] | None = Field(None, description="")
    author: str | None = Field(None, max_length=255, description="")
    team: str | None = Field(None, max_length=255, description="")
    environment: str | None = Field(None, max_length=63, description="")
    region: str | None = Field(None, max_length=63, description="")
    manifest_ref: str | None = Field(None, description="")
    manifest_digest: str | None = Field(None, description="")
    uuid: str | None = Field(None, description="")
    machine_name: MachineName | None = Field(None, max_length=128, description="")
    signature: str | None = Field(None, description="")
    checksum: Checksum | None = Field(None, description="")
    sbom_pointer: str | None = Field(None, description="")
    status: Literal["active", "deprecated", "revoked"] | None = Field(None, description="")
    revoked_at: str | None = Field(None, description="")
    deprecated_message: str | None = Field(None, max_length=500, description="")
    efficiency_tier: Literal["premium", "standard", "economy", "custom"] | None = Field(None, description="")
    catalog: Catalog | None = Field(None, description="")
    decentralized_identity: DecentralizedIdentity | None = Field(None, description="")
    genetics: AgentGenetics | None = Field(None, description="")
    lifecycle_stages: AgentLifecycleStages | None = Field(None, description="")
    economics: AgentEconomics | None = Field(None, description="")
    team_membership: TeamMembership | None = Field(None, description="")
    agentType: Literal["claude", "kagent", "openai", "langchain", "crewai", "autogen", "llamaindex", "haystack", "semantic-kernel", "vertex-ai", "bedrock", "pydantic-ai", "swarm", "a2a", "mcp-server", "agent-sdk", "adk", "custom"] | None = Field(None, description="")
    agentKind: Literal["assistant", "orchestrator", "worker", "coordinator", "supervisor", "tool", "reviewer", "planner", "executor", "monitor", "analyst", "researcher", "specialist", "team-lead", "teammate", "subagent", "debugger"] | None = Field(None, description="")
    agentArchitecture: AgentArchitecture | None = Field(None, description="")
    idCard: AgentIdCard | None = Field(None, description="")

