"""What a manifest says about itself: name, version, owner, and where it is catalogued."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from exporter.manifest.decentralized_identity import DecentralizedIdentity
from exporter.manifest.economics import AgentEconomics
from exporter.manifest.genetics import AgentGenetics
from exporter.manifest.id_card import AgentIdCard
from exporter.manifest.lifecycle_stages import AgentLifecycleStages
from exporter.manifest.section import FORBIDDEN, UNIQUE, ClosedSection, Section
from exporter.manifest.team import TeamMembership
from exporter.manifest.text import Checksum, DnsName, MachineName, SemVer


class CatalogPricing(Section):
    """What using the agent costs whoever takes it from a catalogue."""

    model: Literal["free", "freemium", "paid", "enterprise"] | None = Field(
        None, description="How it is paid for."
    )
    cost_per_use: float | None = Field(None, description="Price of one use, in USD.")
    subscription_monthly: float | None = Field(None, description="Price of a month, in USD.")


class CatalogRatings(Section):
    """What users thought of it."""

    average: float | None = Field(None, ge=0, le=5, description="Mean of all ratings, 0 to 5.")
    count: int | None = Field(None, ge=0, description="How many ratings there are.")


class Catalog(ClosedSection):
    """How the agent appears in a catalogue."""

    published: bool | None = Field(None, description="Whether it is listed.")
    catalog_id: str | None = Field(None, description="Identifier within the catalogue.")
    visibility: Literal["public", "private", "internal"] | None = Field(None, description="Who sees it.")
    categories: list[str] | None = Field(None, description="Subjects under which it is listed.")
    tags: list[str] | None = Field(None, description="Words by which it is found.")
    icon_url: str | None = Field(None, description="Address of its icon.")
    documentation_url: str | None = Field(None, description="Address of its documentation.")
    pricing: CatalogPricing | None = Field(None, description="What it costs.")
    ratings: CatalogRatings | None = Field(None, description="What users thought of it.")


class Coordination(ClosedSection):
    """How several agents work together."""

    handoffStrategy: Literal["manual", "automatic", "conditional", "supervised"] | None = Field(
        None, description="When work is handed over."
    )
    leaderAgent: str | None = Field(None, description="Name of the agent that leads.")
    maxDepth: int | None = Field(None, ge=1, le=10, description="How many times work may be handed on.")
    teamModel: (
        Literal["lead-teammate", "parent-child", "peer-to-peer", "hub-spoke", "hierarchical", "swarm"] | None
    ) = Field(None, description="How the team is organised.")
    communicationPattern: (
        Literal["task-list", "mailbox", "broadcast", "shared-file", "direct-message"] | None
    ) = Field(None, description="How members talk to each other.")
    taskCoordination: (
        Literal["shared-list", "assigned", "self-claim", "sequential", "parallel", "dependency-wave"] | None
    ) = Field(None, description="How tasks find somebody to do them.")
    conflictResolution: Literal["leader-decides", "vote", "round-robin", "last-writer-wins"] | None = Field(
        None, description="Who decides when members disagree."
    )
    taskPersistence: Literal["file-backed", "in-memory", "database"] | None = Field(
        None, description="Where open tasks are kept."
    )
    dependencyTracking: bool | None = Field(
        None, description="Whether tasks wait for the tasks they depend on."
    )


class RuntimePreferences(ClosedSection):
    """Where the agent would best run."""

    preferredRegion: str | None = Field(None, description="Region it should run in.")
    scalability: Literal["single-instance", "horizontal", "serverless"] | None = Field(
        None, description="How it may be scaled."
    )
    executionModel: Literal["synchronous", "asynchronous", "streaming", "batch"] | None = Field(
        None, description="How it is called."
    )


class AgentArchitecture(ClosedSection):
    """How the agent is built, for tools that choose agents."""

    pattern: (
        Literal[
            "single", "swarm", "pipeline", "graph", "hierarchical", "reactive", "cognitive", "lead-teammate"
        ]
        | None
    ) = Field(None, description="The pattern it follows.")
    capabilities: (
        list[
            Literal[
                "handoff",
                "streaming",
                "context",
                "tools",
                "vision",
                "code",
                "audio",
                "video",
                "function-calling",
                "parallel-tools",
                "memory",
                "retrieval",
                "web-search",
            ]
        ]
        | None
    ) = Field(None, json_schema_extra=UNIQUE, description="What it can do.")
    coordination: Coordination | None = Field(None, description="How it works with other agents.")
    runtime: RuntimePreferences | None = Field(None, description="Where it would best run.")


class Metadata(ClosedSection):
    """What a manifest says about itself."""

    REQUIRED = ("name",)

    name: DnsName | None = Field(
        None,
        max_length=253,
        description="Name of the agent, which becomes that of the exported project.",
    )
    namespace: DnsName | None = Field(None, max_length=63, description="Group of agents that it belongs to.")
    version: SemVer | None = Field(None, description='Its version, as in "1.4.0" (semantic versioning).')
    description: str | None = Field(
        None, max_length=2000, description="What it is for, in a sentence or two."
    )
    labels: dict[str, Annotated[str, Field(max_length=63)]] | None = Field(
        None, description="Short words to select agents by; keys and values are text."
    )
    annotations: dict[str, str] | None = Field(
        None, description="Longer notes for people and tools; keys and values are text."
    )
    author: str | None = Field(None, max_length=255, description="Who wrote it.")
    team: str | None = Field(None, max_length=255, description="Which team looks after it.")
    environment: str | None = Field(
        None, max_length=63, description='Where it runs, for example "production".'
    )
    region: str | None = Field(None, max_length=63, description="Region it runs in.")
    manifest_ref: str | None = Field(None, description="Address of the original manifest.")
    manifest_digest: str | None = Field(None, description="Hash of the original manifest.")
    uuid: str | None = Field(None, description="Identifier that never changes.")
    machine_name: MachineName | None = Field(
        None, max_length=128, description="Name for machines: lower-case letters, digits and underscores."
    )
    signature: str | None = Field(None, description="Signature of the manifest.")
    checksum: Checksum | None = Field(None, description='Hash of the manifest, as in "sha256:…".')
    sbom_pointer: str | None = Field(None, description="Address of the software bill of materials.")
    status: Literal["active", "deprecated", "revoked"] | None = Field(
        None,
        description="Whether it may be used.",
    )
    revoked_at: str | None = Field(None, description="When it was revoked.")
    deprecated_message: str | None = Field(None, max_length=500, description="What to use in its place.")
    efficiency_tier: Literal["premium", "standard", "economy", "custom"] | None = Field(
        None, description="How much it may spend on quality."
    )
    catalog: Catalog | None = Field(None, description="How it appears in a catalogue.")
    decentralized_identity: DecentralizedIdentity | None = Field(
        None, description="Its decentralised identity."
    )
    genetics: AgentGenetics | None = Field(None, description="From which agents it was derived.")
    lifecycle_stages: AgentLifecycleStages | None = Field(
        None, description="Which stage of its life it is in."
    )
    economics: AgentEconomics | None = Field(None, description="What it earns and spends.")
    team_membership: TeamMembership | None = Field(None, description="The team it is a member of.")
    agentType: (
        Literal[
            "claude",
            "kagent",
            "openai",
            "langchain",
            "crewai",
            "autogen",
            "llamaindex",
            "haystack",
            "semantic-kernel",
            "vertex-ai",
            "bedrock",
            "pydantic-ai",
            "swarm",
            "a2a",
            "mcp-server",
            "agent-sdk",
            "adk",
            "custom",
        ]
        | None
    ) = Field(None, description="Framework that it was written for.")
    agentKind: (
        Literal[
            "assistant",
            "orchestrator",
            "worker",
            "coordinator",
            "supervisor",
            "tool",
            "reviewer",
            "planner",
            "executor",
            "monitor",
            "analyst",
            "researcher",
            "specialist",
            "team-lead",
            "teammate",
            "subagent",
            "debugger",
        ]
        | None
    ) = Field(None, description="What role it plays among agents.")
    agentArchitecture: AgentArchitecture | None = Field(None, description="How it is built.")
    idCard: AgentIdCard | None = Field(None, description="Its card: nickname, avatar, history.")

    license: str | None = Field(
        None,
        json_schema_extra=FORBIDDEN,
        description='Its license, as in "MIT". OSSA wants it in "annotations".',
    )
    tags: list[str] | None = Field(
        None, json_schema_extra=FORBIDDEN, description='Words to find it by. OSSA wants them in "labels".'
    )
