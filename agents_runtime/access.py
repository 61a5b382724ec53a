"""Fetches agents, sessions and runs for a person, and checks in the same step: what is foreign is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import F, QuerySet

from agents_runtime.errors import may_only_look, not_found, not_signed_in, not_your_session
from agents_runtime.models import Run, Session
from agents_runtime.prepared import Prepared
from agents_runtime.sessions import sessions_of

RUN_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class FoundRun:
    """What is needed to watch or stop a run; its row would bring the whole conversation along."""

    id: str
    state: str
    seq: int
    error_type: str
    session_name: str


def _agents_of(user_id: int, name: str) -> QuerySet[Any]:
    agents = apps.get_model("studio", "Agent").objects.filter(
        archived_at=None, name=name, workspace__memberships__user=user_id
    )
    agents = agents.annotate(role=F("workspace__memberships__role"))
    return agents.order_by("workspace__memberships__pk")[:1]


def _runs_of(agent_id: int, run_id: str) -> QuerySet[Run]:
    runs = Run.objects.filter(pk=run_id, session__agent=agent_id, session__forgotten_at=None)
    return runs.only("state", "seq", "error_type").annotate(of_session=F("session__name"))


_find_agent = Prepared(_agents_of, -1, "the name")
_find_run = Prepared(_runs_of, -1, "the id")


def get_agent_for(user: Any, name: str, *, to_change: bool = False) -> Any:
    """The agent of that name in a workspace of the person's, the one joined first before the others."""
    if user is None or not user.is_authenticated:
        raise not_signed_in()
    agent = _find_agent.first(user.pk, name)
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


def get_session_for(user: Any, agent: Any, name: str, *, to_change: bool = False) -> Session:
    session = find_session_for(user, agent, name)
    if session is None:
        raise not_found("session")
    if to_change:
        check_owner(user, session)
    return session


def check_owner(user: Any, session: Session) -> None:
    """What was typed for a session goes where its settings say: only its owner may change those."""
    if session.owner_id != user.pk:
        raise not_your_session()


def get_run_for(user: Any, agent: Any, run_id: str) -> FoundRun:
    """A run of the agent; its id is known only to those whom the session was shown to."""
    if user is None or not user.is_authenticated:
        raise not_signed_in()
    run: Any = _find_run.first(agent.pk, run_id) if RUN_ID.fullmatch(run_id) else None
    if run is None:
        raise not_found("run")
    return FoundRun(run.id, run.state, run.seq, run.error_type, run.of_session)
