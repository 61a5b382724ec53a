"""Conversations: open, list, read, forget. What the model sees of them is written when a run closes."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from agents_runtime.errors import run_in_progress
from agents_runtime.models import OPEN_STATES, ModelRequest, Run, RunEvent, Session

TITLE_LENGTH = 80


def open_session(agent: Any, revision: Any, owner_id: int, name: str) -> Session:
    """The owner's session of that name, made where there is none."""
    find = Session.objects.select_related("revision", "agent")
    known = {"agent": agent, "owner_id": owner_id, "name": name, "forgotten_at": None}
    session = find.filter(**known).first()
    if session is not None:
        return session
    try:
        with transaction.atomic():
            Session.objects.create(**known, workspace_id=agent.workspace_id, revision=revision)
    except IntegrityError:
        pass  # somebody was quicker: it is there now
    return find.get(**known)


def sessions_of(agent: Any, owner_id: int) -> QuerySet[Session]:
    return Session.objects.filter(agent=agent, owner_id=owner_id, forgotten_at=None)


def list_sessions(agent: Any, owner: Any) -> list[dict[str, Any]]:
    """As the wire shows them, the newest first."""
    sessions = sessions_of(agent, owner.pk).select_related("revision")
    # A caller who brings the history each time, as OpenAI's clients do, leaves no conversation.
    kept = Q(runs__history=None)
    counted = sessions.annotate(
        asked=Count("runs", filter=kept), answered=Count("runs", filter=kept & ~Q(runs__result=""))
    )
    lines = list(counted.filter(asked__gt=0).order_by("-updated_at")[:500])
    open_runs = Run.objects.filter(session__in=lines, state__in=OPEN_STATES).order_by("-created_at")
    running = {run.session_id: run.id for run in open_runs}
    return [
        {
            "session_id": session.name,
            "id": str(session.pk),
            "title": session.title,
            "messages": session.asked + session.answered,
            "created_at": session.created_at.isoformat(),
            "updated_at": session.updated_at.isoformat(),
            "revision": session.revision.number,
            "running": running.get(session.pk),
        }
        for session in lines
    ]


def count_sessions(owner: Any) -> dict[int, int]:
    """How many conversations the person has with each agent, by the agent's key."""
    kept = Session.objects.filter(owner=owner, forgotten_at=None, runs__history=None, runs__isnull=False)
    return dict(kept.values_list("agent").annotate(Count("pk", distinct=True)))


def forget_session(session: Session) -> None:
    """Forget what was said; what it cost stays in the ledger."""
    with transaction.atomic():
        Session.objects.select_for_update(no_key=True).get(pk=session.pk)
        open_run = Run.objects.filter(session=session, state__in=OPEN_STATES).first()
        if open_run is not None:
            raise run_in_progress(open_run.id)
        empty_sessions([session.pk])


def empty_sessions(sessions: Collection[UUID]) -> None:
    """Of sessions that are locked, and in which nothing goes on: all but what they cost."""
    now = datetime.now(UTC)
    runs = Run.objects.filter(session__in=sessions)
    RunEvent.objects.filter(run__in=runs).delete()
    ModelRequest.objects.filter(run__in=runs).delete()
    said = {"message": "", "result": "", "error": "", "tool_calls": "[]", "last_event": ""}
    runs.update(**said, history=None, events_dropped_at=now)
    kept = {"context": "[]", "title": "", "variables": ""}
    Session.objects.filter(pk__in=sessions).update(**kept, forgotten_at=now, updated_at=now)


def set_model(session: Session, *, demo: bool) -> None:
    """The demo model, whatever keys there are, or the manifest's own."""
    Session.objects.filter(pk=session.pk).update(demo=demo)


def title_of(message: str) -> str:
    """The start of a first message."""
    return " ".join(message.split())[:TITLE_LENGTH]


def messages_of(session: Session) -> list[dict[str, Any]]:
    """All that was said, run after run."""
    messages = []
    for run in session.runs.order_by("created_at"):
        messages.append(
            {
                "role": "user",
                "text": run.message,
                "run_id": run.id,
                "state": run.state,
                "created_at": run.created_at.isoformat(),
            }
        )
        if run.state not in OPEN_STATES:
            messages.append(_answer(run))
    return messages


def _answer(run: Run) -> dict[str, Any]:
    summary = json.loads(run.summary) if run.summary else None
    last = json.loads(run.last_event) if run.last_event else {}
    return {
        "role": "assistant",
        "text": run.result,
        "run_id": run.id,
        "state": run.state,
        "created_at": (run.finished_at or run.created_at).isoformat(),
        "reason": run.stop_reason,
        "error": run.error,
        "error_type": run.error_type,
        "demo": run.demo,
        "model": summary["model"] if summary else "",
        "tools": json.loads(run.tool_calls),
        "cost_summary": summary,
        "ms": last.get("ms"),
        "ms_to_first_token": last.get("ms_to_first_token"),
    }
