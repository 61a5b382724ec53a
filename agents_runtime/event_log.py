"""The event log: the only writer of stored events. Viewers are served from the live log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Max

from agents_runtime.models import RunEvent

# A connection may break when all is committed and before that is told: then the same comes again.
_ONCE = "ON CONFLICT (run_id, seq) DO NOTHING"


def store_events(events: Iterable[tuple[str, int, str]]) -> None:
    """Run id, number, JSON. By hand: a model instance for each token would cost more than the token."""
    rows = list(events)
    if not rows:
        return
    table = connection.ops.quote_name(RunEvent._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} (run_id, seq, text) VALUES (%s, %s, %s) {_ONCE}", rows)


def store_last_event(run_id: str, seq: int, text: str) -> None:
    """It is written once; django.db.IntegrityError where something else has its number."""
    RunEvent.objects.create(run_id=run_id, seq=seq, text=text)


def stored_events(run_id: str, after: int = 0) -> list[tuple[int, str]]:
    """In order."""
    events = RunEvent.objects.filter(run_id=run_id, seq__gt=after).order_by("seq")
    return list(events.values_list("seq", "text"))


def last_stored(run_id: str) -> int:
    return RunEvent.objects.filter(run_id=run_id).aggregate(last=Max("seq"))["last"] or 0
