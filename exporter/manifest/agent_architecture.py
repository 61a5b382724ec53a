"""How an agent is built and works with others, for tools that choose agents."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection


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
