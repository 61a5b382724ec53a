"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection
from exporter.manifest.text import LowerName


class TeamMember(ClosedSection):
    """TeamMember."""

    REQUIRED = ("name", "role",)

    name: LowerName | None = Field(None, description="")
    kind: Literal["team-lead", "teammate", "subagent", "reviewer", "specialist"] | None = Field(None, description="")
    role: str | None = Field(None, description="")
    model: str | None = Field(None, description="")
    tools: list[str] | None = Field(None, description="")
    skills: list[str] | None = Field(None, description="")
    contextIsolation: bool | None = Field(None, description="")
    maxTokenBudget: int | None = Field(None, ge=1000, description="")


class TaskList(ClosedSection):
    """TaskList."""

    persistence: Literal["file-backed", "in-memory", "database"] | None = Field(None, description="")
    format: Literal["markdown", "json", "yaml"] | None = Field(None, description="")
    path: str | None = Field(None, description="")
    dependencyTracking: bool | None = Field(None, description="")


class TeamCommunication(ClosedSection):
    """TeamCommunication."""

    channel: Literal["task-list", "mailbox", "shared-file", "direct-message", "broadcast"] | None = Field(None, description="")
    consensus: Literal["leader-decides", "vote", "round-robin"] | None = Field(None, description="")


class TeamDeployment(ClosedSection):
    """TeamDeployment."""

    backend: Literal["in-process", "split-pane", "distributed", "kubernetes"] | None = Field(None, description="")
    maxConcurrency: int | None = Field(None, ge=1, le=100, description="")


class Team(ClosedSection):
    """Team."""

    REQUIRED = ("model", "members",)

    model: Literal["lead-teammate", "peer-to-peer", "hierarchical", "swarm"] | None = Field(None, description="")
    lead: str | None = Field(None, description="")
    delegateMode: Literal["task-list", "round-robin", "capability-match", "load-balance"] | None = Field(None, description="")
    members: list[TeamMember] | None = Field(None, description="")
    taskList: TaskList | None = Field(None, description="")
    communication: TeamCommunication | None = Field(None, description="")
    deployment: TeamDeployment | None = Field(None, description="")


class Subagent(ClosedSection):
    """Subagent."""

    REQUIRED = ("name", "role",)

    name: LowerName | None = Field(None, description="")
    kind: Literal["subagent", "worker", "specialist", "reviewer", "debugger"] | None = Field(None, description="")
    role: str | None = Field(None, description="")
    model: str | None = Field(None, description="")
    tools: list[str] | None = Field(None, description="")
    contextIsolation: bool | None = Field(None, description="")
    reportTo: str | None = Field(None, description="")
    maxTokenBudget: int | None = Field(None, ge=1000, description="")


class TeamMembership(ClosedSection):
    """TeamMembership."""

    REQUIRED = ("team_id", "role",)

    team_id: str | None = Field(None, description="")
    role: Literal["leader", "member", "contributor", "observer"] | None = Field(None, description="")
    responsibilities: list[str] | None = Field(None, description="")
    joined_at: str | None = Field(None, description="")

