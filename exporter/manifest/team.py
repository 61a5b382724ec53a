"""Agents that work together: teams, their members, and agents that an agent may start."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection
from exporter.manifest.text import LowerName


class TeamMember(ClosedSection):
    """A member of a team."""

    REQUIRED = (
        "name",
        "role",
    )

    name: LowerName | None = Field(None, description="Its name.")
    kind: Literal["team-lead", "teammate", "subagent", "reviewer", "specialist"] | None = Field(
        None, description="What kind of member."
    )
    role: str | None = Field(None, description="Who it is and how it should act.")
    model: str | None = Field(None, description="Chat model, if another one.")
    tools: list[str] | None = Field(None, description="Tools that it may call.")
    skills: list[str] | None = Field(None, description="What it is good at.")
    contextIsolation: bool | None = Field(None, description="Whether it sees only its own conversation.")
    maxTokenBudget: int | None = Field(None, ge=1000, description="Tokens that it may spend.")


class TaskList(ClosedSection):
    """What a team has to do."""

    persistence: Literal["file-backed", "in-memory", "database"] | None = Field(
        None, description="Where it is kept."
    )
    format: Literal["markdown", "json", "yaml"] | None = Field(None, description="How it is written.")
    path: str | None = Field(None, description="Path of the file.")
    dependencyTracking: bool | None = Field(None, description="Whether tasks wait for others.")


class TeamCommunication(ClosedSection):
    """How members talk to each other."""

    channel: Literal["task-list", "mailbox", "shared-file", "direct-message", "broadcast"] | None = Field(
        None, description="By which way."
    )
    consensus: Literal["leader-decides", "vote", "round-robin"] | None = Field(
        None, description="Who decides when they disagree."
    )


class TeamDeployment(ClosedSection):
    """Where members run."""

    backend: Literal["in-process", "split-pane", "distributed", "kubernetes"] | None = Field(
        None, description="In which way."
    )
    maxConcurrency: int | None = Field(None, ge=1, le=100, description="How many at the same time.")


class Team(ClosedSection):
    """Agents that work together."""

    REQUIRED = (
        "model",
        "members",
    )

    model: Literal["lead-teammate", "peer-to-peer", "hierarchical", "swarm"] | None = Field(
        None, description="How the team is organised."
    )
    lead: str | None = Field(None, description="Name of the member that leads.")
    delegateMode: Literal["task-list", "round-robin", "capability-match", "load-balance"] | None = Field(
        None, description="How tasks find somebody to do them."
    )
    members: list[TeamMember] | None = Field(None, description="The members.")
    taskList: TaskList | None = Field(None, description="What has to be done.")
    communication: TeamCommunication | None = Field(None, description="How members talk.")
    deployment: TeamDeployment | None = Field(None, description="Where members run.")


class Subagent(ClosedSection):
    """An agent that this one may start."""

    REQUIRED = (
        "name",
        "role",
    )

    name: LowerName | None = Field(None, description="Its name.")
    kind: Literal["subagent", "worker", "specialist", "reviewer", "debugger"] | None = Field(
        None, description="What kind of agent."
    )
    role: str | None = Field(None, description="Who it is and how it should act.")
    model: str | None = Field(None, description="Chat model, if another one.")
    tools: list[str] | None = Field(None, description="Tools that it may call.")
    contextIsolation: bool | None = Field(None, description="Whether it sees only its own conversation.")
    reportTo: str | None = Field(None, description="To whom it reports.")
    maxTokenBudget: int | None = Field(None, ge=1000, description="Tokens that it may spend.")


class TeamMembership(ClosedSection):
    """The team that an agent is a member of."""

    REQUIRED = (
        "team_id",
        "role",
    )

    team_id: str | None = Field(None, description="Identifier of the team.")
    role: Literal["leader", "member", "contributor", "observer"] | None = Field(
        None, description="Its role in the team."
    )
    responsibilities: list[str] | None = Field(None, description="What it is responsible for.")
    joined_at: str | None = Field(None, description="Since when.")
