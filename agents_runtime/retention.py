"""Drops the events of runs that ended long ago; messages, results, tool calls and costs stay.

Where the caller brought the conversation along, as OpenAI's clients do, only costs stay: its session is in no
list, from which somebody could forget it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from agents_runtime.models import ModelRequest, Run, RunEvent, Session
from agents_runtime.sessions import empty_sessions

AT_ONCE = 500


def drop_old_events() -> int:
    """How many runs were made compact."""
    now = datetime.now(UTC)
    limit = now - timedelta(days=settings.STUDIO_EVENT_DAYS)
    dropped = 0
    while old := list(
        Run.objects.filter(finished_at__lt=limit, events_dropped_at=None).values_list("pk", flat=True)[
            :AT_ONCE
        ]
    ):
        _forget_unlisted(old)
        RunEvent.objects.filter(run_id__in=old).delete()
        ModelRequest.objects.filter(run_id__in=old).delete()
        dropped += Run.objects.filter(pk__in=old).update(events_dropped_at=now)
    return dropped


def _forget_unlisted(old: list[str]) -> None:
    """The sessions of these runs, but those in which somebody has talked otherwise too."""
    brought = Run.objects.filter(pk__in=old).exclude(history=None)
    listed = Run.objects.filter(session=OuterRef("pk"), history=None)
    with transaction.atomic():
        sessions = Session.objects.select_for_update(no_key=True).order_by("pk")
        unlisted = sessions.filter(~Exists(listed), pk__in=brought.values("session"))
        empty_sessions(list(unlisted.values_list("pk", flat=True)))
