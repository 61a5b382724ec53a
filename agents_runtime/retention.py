"""Drops the events of runs that ended long ago; messages, results, tool calls and costs stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings

from agents_runtime.models import ModelRequest, Run, RunEvent

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
        RunEvent.objects.filter(run_id__in=old).delete()
        ModelRequest.objects.filter(run_id__in=old).delete()
        dropped += Run.objects.filter(pk__in=old).update(events_dropped_at=now)
    return dropped
