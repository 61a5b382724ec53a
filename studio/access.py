"""Who may see and change which agents: fetch and check in one step, so that neither is forgotten."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404

from studio.models import Agent, Role, User, Workspace

RANKS = {Role.VIEWER: 0, Role.EDITOR: 1, Role.OWNER: 2}


class AgentNotFoundError(Http404):
    """There is no such agent for this person; that it may be somebody else's is not told."""


class RoleTooLowError(PermissionDenied):
    """The person may see this, and not do that."""


def workspaces_of(
    user: User | AnonymousUser, roles: Collection[str] = frozenset(Role.values)
) -> QuerySet[Workspace]:
    """The workspaces in which the person has one of these roles, the one joined first before the others."""
    if not isinstance(user, User):
        return Workspace.objects.none()
    mine = Workspace.objects.filter(memberships__user=user, memberships__role__in=roles)
    return mine.order_by("memberships__pk")


def workspace_for_new_agents(user: User | AnonymousUser) -> Workspace:
    """The first workspace in which the person may make agents."""
    workspace = workspaces_of(user, {Role.OWNER, Role.EDITOR}).first()
    if workspace is None:
        raise RoleTooLowError("No workspace lets you make agents; an owner can make you an editor of theirs.")
    return workspace


def get_agent_for(
    user: User | AnonymousUser, name: str, role: str = Role.VIEWER, *, even_archived: bool = False
) -> Agent:
    """The agent, if the person has that role or a higher; of two with that name, as in `workspaces_of`."""
    if not isinstance(user, User):
        raise AgentNotFoundError(f'There is no agent "{name}".')
    agents = Agent.objects.filter(name=name, workspace__memberships__user=user)
    if not even_archived:
        agents = agents.filter(archived_at=None)
    found = agents.annotate(role=F("workspace__memberships__role")).select_related("workspace")
    agent = found.order_by("workspace__memberships__pk").first()
    if agent is None:
        raise AgentNotFoundError(f'There is no agent "{name}".')
    if RANKS[Role(agent.role)] < RANKS[Role(role)]:
        raise RoleTooLowError(f'You may look at "{name}", not change it; its owner can make you an editor.')
    return agent
