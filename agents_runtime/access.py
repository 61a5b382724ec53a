"""Fetches agents, sessions and runs for a person, and checks in the same step: what is foreign is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.validators import slug_re
from django.db.models import F, QuerySet

from agents_runtime.errors import may_only_look, not_found, not_signed_in, not_your_session
from agents_runtime.models import Run, Session
from agents_runtime.prepared import Prepared
from agents_runtime.sessions import sessions_of
from exporter.kit.bodies import SESSION_ID

SESSION_NAME = re.compile(SESSION_ID)
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
        archived_at=None,
        name=name,
        workspace__memberships__user=user_id,
        workspace__memberships__user__is_active=True,
    )
    agents = agents.annotate(role=F("workspace__memberships__role"))
    return agents.order_by("workspace__memberships__pk")[:1]


def _runs_of(user_id: int, agent_id: int, run_id: str) -> QuerySet[Run]:
    runs = Run.objects.filter(
        pk=run_id,
        session__agent=agent_id,
        session__forgotten_at=None,
        session__agent__archived_at=None,
        session__agent__workspace__memberships__user=user_id,
        session__agent__workspace__memberships__user__is_active=True,
    )
    return runs.only("state", "seq", "error_type").annotate(of_session=F("session__name"))


_find_agent = Prepared(_agents_of, -1, "the name")
_find_run = Prepared(_runs_of, -1, -2, "the id")


def get_agent_for(user: Any, name: str, *, to_change: bool = False) -> Any:
    """The agent of that name in a workspace of the person's, the one joined first before the others."""
    if user is None or not user.is_authenticated:
        raise not_signed_in()
    agent = _find_agent.first(user.pk, name) if slug_re.match(name) else None
    if agent is None:
        raise not_found("agent")
    if to_change and agent.role == "viewer":
        raise may_only_look()
    return agent


def find_session_for(user: Any, agent: Any, name: str) -> Session | None:
    """The person's own session of that name, or by its internal id one of the agent's that they may join.

    None too for what is no name at all: not every database takes that as a question.
    """
    if not SESSION_NAME.fullmatch(name):
        return None
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
    """A run of the agent, which the person has still; its id is known only to those whom it was shown to.

    One question: of an agent that is archived by now, or whose workspace the person left, it is missing.
    """
    if user is None or not user.is_authenticated:
        raise not_signed_in()
    run: Any = _find_run.first(user.pk, agent.pk, run_id) if RUN_ID.fullmatch(run_id) else None
    if run is None:
        raise not_found("run")
    return FoundRun(run.id, run.state, run.seq, run.error_type, run.of_session)
