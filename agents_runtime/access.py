"""Fetches agents, sessions and runs for a person, and checks in the same step: what is foreign is missing."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import F

from agents_runtime.errors import may_only_look, not_found, not_signed_in
from agents_runtime.models import Run, Session
from agents_runtime.sessions import sessions_of

RUN_ID = re.compile(r"[0-9a-f]{32}")


def get_agent_for(user: Any, name: str, *, to_change: bool = False) -> Any:
    """The agent of that name in a workspace of the person's, the one joined first before the others."""
    if user is None or not user.is_authenticated:
        raise not_signed_in()
    agents = apps.get_model("studio", "Agent").objects.filter(
        archived_at=None, name=name, workspace__memberships__user=user
    )
    agent = (
        agents.annotate(role=F("workspace__memberships__role")).order_by("workspace__memberships__pk").first()
    )
    if agent is None:
        raise not_found("agent")
    if to_change and agent.role == "viewer":
        raise may_only_look()
    return agent


def find_session_for(user: Any, agent: Any, name: str) -> Session | None:
    """The person's own session of that name, or by its internal id one of the agent's that they may join."""
    own = sessions_of(agent, user.pk).select_related("revision", "agent").filter(name=name).first()
    if own is not None:
        return own
    try:
        identity = UUID(name)
    except ValueError:
        return None
    joined = Session.objects.select_related("revision", "agent").filter(
        pk=identity, agent=agent, forgotten_at=None
    )
    return joined.first()


def get_session_for(user: Any, agent: Any, name: str) -> Session:
    session = find_session_for(user, agent, name)
    if session is None:
        raise not_found("session")
    return session


def get_run_for(user: Any, agent: Any, run_id: str) -> Run:
    """A run of the agent; its id is known only to those whom the session was shown to."""
    if user is None or not user.is_authenticated:
        raise not_signed_in()
    runs = Run.objects.select_related("session").filter(session__agent=agent, session__forgotten_at=None)
    run = runs.filter(pk=run_id).first() if RUN_ID.fullmatch(run_id) else None
    if run is None:
        raise not_found("run")
    return run
