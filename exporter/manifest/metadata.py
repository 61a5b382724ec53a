"""What a manifest says about itself: name, version, owner, and where it is catalogued."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from exporter.manifest.agent_architecture import AgentArchitecture
from exporter.manifest.catalog import Catalog
from exporter.manifest.decentralized_identity import DecentralizedIdentity
from exporter.manifest.economics import AgentEconomics
from exporter.manifest.genetics import AgentGenetics
from exporter.manifest.id_card import AgentIdCard
from exporter.manifest.lifecycle_stages import AgentLifecycleStages
from exporter.manifest.section import FORBIDDEN, ClosedSection
from exporter.manifest.team import TeamMembership
from exporter.manifest.text import Checksum, DnsName, MachineName, SemVer


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
