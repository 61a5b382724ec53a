"""Signs of life: runs tell that they are alive and learn what is asked of them; the dead are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import transaction

from agents_runtime.locking import lock_runs
from agents_runtime.models import AT_WORK, Run, WaitingCall

BEAT_EVERY = 1.0
DEAD_AFTER = 6.0
# A queued run that nobody took up for so long has lost its turn on the way: it is dispatched again.
FORGOTTEN_AFTER = 5.0
# As much of a call's id as the table takes: some providers put what they have thought into it.
LONGEST_CALL_ID = 128


@dataclass(frozen=True)
class Asked:
    """What is asked of a run; `alone_for` is how long nobody has watched it, in seconds.

    `answers` are those of waiting calls, each with the number that `await_answer` gave.
    """

    stop_reason: str
    alone_for: float
    grace_seconds: float
    answers: list[tuple[int, str]] = field(default_factory=list)


def beat(run_ids: Sequence[str]) -> dict[str, Asked]:
    """Tell that these runs are alive; a run that is missing in the answer is closed already."""
    with transaction.atomic():
        Run.objects.filter(pk__in=lock_runs(run_ids, AT_WORK)).update(heartbeat_at=datetime.now(UTC))
    return asked_of(run_ids)


def asked_of(run_ids: Sequence[str]) -> dict[str, Asked]:
    """Of those that are at work."""
    runs = Run.objects.filter(pk__in=run_ids, state__in=AT_WORK)
    columns = runs.values_list("pk", "stop_reason", "viewed_at", "grace_seconds")
    now = datetime.now(UTC)
    found = {
        run_id: Asked(stop_reason, (now - viewed_at).total_seconds(), grace_seconds)
        for run_id, stop_reason, viewed_at, grace_seconds in columns
    }
    answered = WaitingCall.objects.filter(run__in=found).exclude(answer=None)
    for run_id, number, answer in answered.values_list("run_id", "pk", "answer"):
        found[run_id].answers.append((number, answer or ""))
    return found


def await_answer(run_id: str, call_id: str) -> int | None:
    """From here on this call can be answered; None where the run has ended, and nobody would take it.

    Providers may give an id twice: what answered the first call is no answer to the second.
    """
    with transaction.atomic():
        if not lock_runs([run_id], AT_WORK):
            return None
        call_id = call_id[:LONGEST_CALL_ID]
        of_this_id = WaitingCall.objects.filter(run_id=run_id, call_id=call_id)
        of_this_id.exclude(answer=None).delete()
        return of_this_id.get_or_create(run_id=run_id, call_id=call_id)[0].pk


def answer_call(run_id: str, call_id: str, answer: str) -> bool:
    """Keep the answer for the run to take; False where no such call waits for one."""
    waiting = WaitingCall.objects.filter(run_id=run_id, call_id=call_id[:LONGEST_CALL_ID], answer=None)
    return bool(waiting.update(answer=answer))


def dead_runs() -> list[Run]:
    """Runs at work whose process has not been heard of for a while."""
    runs = Run.objects.select_related("session").filter(state__in=AT_WORK, heartbeat_at__lt=_silent_since())
    return list(runs[:100])


def is_silent(run: Run) -> bool:
    """Whether it is still one of those."""
    return run.state in AT_WORK and run.heartbeat_at is not None and run.heartbeat_at < _silent_since()


def _silent_since() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=DEAD_AFTER)


def forgotten_runs() -> list[str]:
    """Queued runs that nobody took up although it is their turn."""
    limit = datetime.now(UTC) - timedelta(seconds=FORGOTTEN_AFTER)
    queued = Run.objects.filter(state="queued", created_at__lt=limit).order_by("created_at")[:100]
    busy = set(
        Run.objects.filter(session_id__in={run.session_id for run in queued}, state__in=AT_WORK).values_list(
            "session_id", flat=True
        )
    )
    return [run.id for run in queued if run.session_id not in busy]
