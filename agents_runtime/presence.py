"""Who is watching: counts this process's viewers, and tells the runs' process through the database."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import Error as DatabaseError
from django.db import transaction

from agents_runtime.database import in_database_at_once
from agents_runtime.live.live_log import LiveRunLog
from agents_runtime.locking import lock_runs
from agents_runtime.models import OPEN_STATES, Run
from exporter.kit.run_log import Viewer

logger = logging.getLogger(__name__)


class Presence:
    """Viewers, by run."""

    def __init__(self, grace_seconds: float) -> None:
        self._viewers: Counter[str] = Counter()
        self._left: set[str] = set()
        self._reading: set[Viewer] = set()
        # Several times within the grace period, so that a viewer who is there is never taken for gone.
        self._interval = min(5.0, grace_seconds / 4)

    @property
    def count(self) -> int:
        return self._viewers.total()

    def wake_viewers(self) -> None:
        """Let each look around: the process stops."""
        for viewer in self._reading:
            viewer.wake()

    @contextmanager
    def watching(self, run_id: str, log: LiveRunLog, after: int) -> Iterator[Viewer]:
        self._viewers[run_id] += 1
        try:
            with log.view(after) as viewer:
                self._reading.add(viewer)
                try:
                    yield viewer
                finally:
                    self._reading.discard(viewer)
        finally:
            self._viewers[run_id] -= 1
            if not self._viewers[run_id]:
                del self._viewers[run_id]
                self._left.add(run_id)

    async def tell_forever(self) -> None:
        while True:
            await asyncio.sleep(self._interval)
            seen = {*self._viewers, *self._left}
            self._left.clear()
            if seen:
                try:
                    await in_database_at_once(mark_viewed, seen)
                except DatabaseError as error:
                    self._left |= seen
                    logger.error("Who is watching could not be told: %s", error)


def mark_viewed(run_ids: Iterable[str]) -> None:
    with transaction.atomic():
        Run.objects.filter(pk__in=lock_runs(run_ids, OPEN_STATES)).update(viewed_at=datetime.now(UTC))
