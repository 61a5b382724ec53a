"""Starts, claims, cancels and closes runs; the only one to change a run's state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from agents_runtime.errors import run_in_progress, server_full, too_many_waiting
from agents_runtime.event_log import store_events, store_last_event
from agents_runtime.ledger import record_usage
from agents_runtime.ledger_line import Line
from agents_runtime.locking import lock_agent
from agents_runtime.models import AT_WORK, OPEN_STATES, ModelRequest, Reservation, Run, Session, WaitingCall
from agents_runtime.personal_data import NOT_KEPT, unseen
from agents_runtime.plans import plan_text
from agents_runtime.sessions import title_of

OnBusy = Literal["reject", "interrupt", "enqueue"]
StopReason = Literal["requested", "abandoned", "replaced"]
MAX_WAITING_IN_SESSION = 10


@dataclass
class Ending:
    """How a run ended. `last_event` is its JSON, `events` what was not stored yet, numbered.

    `message` is the user's as the model saw it, None where no model saw it.
    """

    state: Literal["done", "cancelled", "error"]
    seq: int
    last_event: str
    summary: str
    demo: bool = False
    message: str | None = None
    result: str = ""
    error: str = ""
    error_type: str = ""
    error_status: int = 0
    tool_calls: str = "[]"
    context: str | None = None
    first_token_at: datetime | None = None
    lines: Sequence[Line] = ()
    events: Sequence[tuple[int, str]] = ()
    requests: Sequence[tuple[int, str]] = ()


def start_run(
    session: Session,
    person_id: int,
    message: str,
    *,
    client_message_id: str | None = None,
    on_busy: OnBusy = "reject",
    history: str | None = None,
    most_of_agent: int | None = None,
) -> tuple[Run, list[Run]]:
    """A new run, or the one this client message started; and the runs that have to be cancelled for it.

    Two requests at once cannot both find the session free, nor both the last place of the agent: its row and
    the session's are locked.
    """
    with transaction.atomic():
        if most_of_agent is not None:
            lock_agent(session.agent_id)
        locked = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
        runs = Run.objects.filter(session=session)
        known = find_message(session.pk, client_message_id) if client_message_id is not None else None
        if known is not None:
            return known, []
        busy = list(runs.filter(state__in=OPEN_STATES).order_by("created_at", "pk"))
        if busy and on_busy == "reject":
            raise run_in_progress(busy[-1].id)
        if len(busy) > MAX_WAITING_IN_SESSION:
            raise too_many_waiting()
        if most_of_agent is not None:
            open_runs = Run.objects.filter(session__agent_id=session.agent_id, state__in=OPEN_STATES)
            if open_runs.count() >= most_of_agent:
                raise server_full(most_of_agent, "this agent")
        now = datetime.now(UTC)
        run = Run.objects.create(
            id=uuid4().hex,
            session=session,
            person_id=person_id,
            client_message_id=client_message_id,
            message=message,
            history=history,
            grace_seconds=settings.STUDIO_GRACE_SECONDS,
            viewed_at=now,
        )
        title = _title(locked, history, _kept_message(run))
        Session.objects.filter(pk=session.pk).update(updated_at=now, **title)
        return run, busy if on_busy == "interrupt" else []


def claim_run(run_id: str, process: str) -> Run | None:
    """The run, now this process's own; None where it has to wait, is somebody else's, or is over."""
    with transaction.atomic():
        run = Run.objects.select_related("session__revision").filter(pk=run_id).first()
        if run is None:
            return None
        # The session's row keeps two processes from claiming two runs of it.
        session = Session.objects.select_for_update(no_key=True).get(pk=run.session_id)
        open_runs = Run.objects.filter(session=session, state__in=OPEN_STATES).order_by("created_at", "pk")
        if open_runs.first() != run:
            return None
        now = datetime.now(UTC)
        claimed = Run.objects.filter(pk=run_id, state="queued").update(
            state="running", process=process, started_at=now, heartbeat_at=now
        )
        if not claimed:
            return None
        run.state, run.process, run.started_at = "running", process, now
        if not run.stop_reason and (now - run.viewed_at).total_seconds() > run.grace_seconds:
            run.stop_reason = "abandoned"  # it waited for its turn longer than anybody waited for it
            Run.objects.filter(pk=run_id).update(stop_reason=run.stop_reason)
        run.session.context = session.context
        return run


def ask_to_stop(run_id: str, reason: StopReason) -> Run:
    """Mark the run; the process that runs it does the rest. One that nobody runs yet stays "queued" here."""
    with transaction.atomic():
        Run.objects.filter(pk=run_id, state__in=OPEN_STATES, stop_reason="").update(stop_reason=reason)
        Run.objects.filter(pk=run_id, state="running").update(state="cancelling")
    return Run.objects.select_related("session").get(pk=run_id)


def lock_run(run_id: str) -> Run:
    """Until the end of the transaction. The session comes first, as everywhere: nobody waits in a ring."""
    session_id = Run.objects.values_list("session_id", flat=True).get(pk=run_id)
    session = Session.objects.select_for_update(no_key=True).get(pk=session_id)
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    run.session = session
    return run


def close_run(run_id: str, ending: Ending, states: Sequence[str] = OPEN_STATES) -> bool:
    """Write the end, ledger included, in one transaction; False where it has ended: nothing is written."""
    with transaction.atomic():
        run = lock_run(run_id)
        if run.state not in states:
            return False
        record_usage(run, ending.lines)
        Reservation.objects.filter(run=run).delete()
        WaitingCall.objects.filter(run=run).delete()
        store_events([(run_id, seq, text) for seq, text in ending.events])
        store_last_event(run_id, ending.seq, ending.last_event)
        ModelRequest.objects.bulk_create(
            [ModelRequest(run=run, number=number, sent=sent) for number, sent in ending.requests],
            ignore_conflicts=True,
        )
        message = _kept_message(run) if ending.message is None else ending.message
        Session.objects.filter(pk=run.session_id).update(**_of_session(run, ending, message))
        Run.objects.filter(pk=run_id).update(
            message=message,
            # Emptied, and not None: a session of such runs is in no list.
            history=None if run.history is None else "[]",
            state=ending.state,
            demo=ending.demo,
            seq=ending.seq,
            last_event=ending.last_event,
            summary=ending.summary,
            result=ending.result,
            error=ending.error,
            error_type=ending.error_type,
            error_status=ending.error_status,
            tool_calls=ending.tool_calls,
            first_token_at=ending.first_token_at,
            finished_at=datetime.now(UTC),
            estimates="[]",
        )
        return True


def _kept_message(run: Run) -> str:
    revision = run.session.revision
    return unseen(plan_text(revision.text, revision.document).plan, run.message)


def _of_session(run: Run, ending: Ending, message: str) -> dict[str, Any]:
    """What its end changes in the session."""
    values: dict[str, Any] = {"updated_at": datetime.now(UTC)}
    if ending.context is not None:
        values["context"] = ending.context
    if ending.error_type != "pii_blocked":
        values |= _title(run.session, run.history, message)
    return values


def _title(session: Session, history: str | None, message: str) -> dict[str, str]:
    """The first message gives it: at once, or where the manifest holds words back, once they are known."""
    if session.title or history is not None or message == NOT_KEPT:
        return {}
    return {"title": title_of(message)}


def next_run(session_id: Any) -> str | None:
    """The run of the session whose turn it is."""
    runs = Run.objects.filter(session_id=session_id)
    if runs.filter(state__in=AT_WORK).exists():
        return None
    waiting = runs.filter(state="queued").order_by("created_at", "pk").first()
    return waiting.id if waiting else None


def find_message(session_id: Any, client_message_id: str) -> Run | None:
    """The run that this message of a client started."""
    return Run.objects.filter(session_id=session_id, client_message_id=client_message_id).first()


def find_run(run_id: str) -> Run | None:
    return Run.objects.select_related("session").filter(pk=run_id).first()


def latest_run(session_id: Any) -> Run | None:
    """The run that is going on in the session, else its last one."""
    runs = Run.objects.select_related("session").filter(session_id=session_id)
    going_on = runs.filter(state__in=OPEN_STATES).order_by("created_at", "pk").first()
    return going_on or runs.order_by("-created_at").first()
