"""Agents and their revisions: create, read, save, retitle, archive. A foreign agent is none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.responses import Status

from agents_runtime.sessions import count_sessions
from studio import agents
from studio.access import get_agent_for, workspace_for_new_agents, workspaces_of
from studio.api.person import FOREIGN, UNCHANGEABLE, person
from studio.api.shapes import ErrorAnswer
from studio.models import Agent, Role

router = Router(tags=["agents"], auth=person)


class NewText(Schema):
    """A text to keep. It need not be valid: half-done work is saved too."""

    text: str = Field(description="YAML or JSON, at most 1 MiB.")
    document: int | None = Field(
        None, ge=0, le=1_000_000, description="Which document of a text with several, from 0."
    )


class Changes(Schema):
    """What may change beside the text."""

    title: str | None = Field(None, min_length=1, max_length=200)


class AgentLine(Schema):
    """An agent in a list; `revision` is the number of the newest."""

    name: str
    title: str
    revision: int
    updated_at: datetime


class AgentListed(AgentLine):
    """With the number of your sessions with it."""

    sessions: int


class AgentMade(Schema):
    """Where the new agent is."""

    name: str
    title: str
    revision: int
    url: str


class AgentText(AgentLine):
    """An agent with its newest text."""

    text: str
    document: int


@router.get("", response={200: list[AgentListed], 401: ErrorAnswer}, summary="List your agents")
def list_agents(request: HttpRequest) -> list[dict[str, Any]]:
    """Those of all your workspaces, the last changed first; without the archived."""
    found = agents.list_agents(*workspaces_of(request.user))
    sessions = count_sessions(request.user)
    return [{**line_of(agent, agent.newest), "sessions": sessions.get(agent.pk, 0)} for agent in found]


@router.post(
    "",
    response={201: AgentMade, 401: ErrorAnswer, 403: ErrorAnswer, 422: ErrorAnswer},
    summary="Create an agent",
)
def create(request: HttpRequest, body: NewText) -> Status[dict[str, Any]]:
    """Its name comes from `metadata.name`, made safe for addresses and unlike others; it never changes."""
    workspace = workspace_for_new_agents(request.user)
    agent, revision = agents.create_agent(workspace, person(request), body.text, body.document or 0)
    made = {
        "name": agent.name,
        "title": agent.title,
        "revision": revision.number,
        "url": f"/agents/{agent.name}",
    }
    return Status(201, made)


@router.get("/{slug:name}", response={200: AgentText, **FOREIGN}, summary="Read an agent")
def read(request: HttpRequest, name: str) -> dict[str, Any]:
    """With the text of its newest revision."""
    agent = get_agent_for(request.user, name)
    newest = agents.newest_revision(agent)
    return {**line_of(agent, newest.number), "text": newest.text, "document": newest.document}


@router.patch("/{slug:name}", response={200: AgentLine, **UNCHANGEABLE}, summary="Retitle an agent")
def change(request: HttpRequest, name: str, body: Changes) -> dict[str, Any]:
    """The title is for people; the name, and so the address, stays."""
    agent = get_agent_for(request.user, name, Role.EDITOR)
    if body.title is not None:
        agents.retitle_agent(agent, body.title)
    return line_of(agent, agents.newest_revision(agent).number)


@router.delete("/{slug:name}", response={204: None, **UNCHANGEABLE}, summary="Archive an agent")
def archive(request: HttpRequest, name: str) -> Status[None]:
    """Out of sight, with its revisions, sessions and ledger; `restore` brings it back."""
    agents.archive_agent(get_agent_for(request.user, name, Role.EDITOR))
    return Status(204, None)


@router.post("/{slug:name}/restore", response={200: AgentLine, **UNCHANGEABLE}, summary="Restore an agent")
def restore(request: HttpRequest, name: str) -> dict[str, Any]:
    """Undoes archiving."""
    agent = get_agent_for(request.user, name, Role.EDITOR, even_archived=True)
    agents.restore_agent(agent)
    return line_of(agent, agents.newest_revision(agent).number)


def line_of(agent: Agent, newest: int) -> dict[str, Any]:
    return {"name": agent.name, "title": agent.title, "revision": newest, "updated_at": agent.updated_at}
