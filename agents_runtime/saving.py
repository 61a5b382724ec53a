"""Saves what runs at work have done, all of them in one transaction, about every 50 ms."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from django.db import transaction

from agents_runtime.at_work import RunAtWork, Unsaved
from agents_runtime.budgets import release
from agents_runtime.database import in_database
from agents_runtime.event_log import store_events
from agents_runtime.ledger import record_usage
from agents_runtime.locking import lock_runs
from agents_runtime.models import AT_WORK, ModelRequest, Run

logger = logging.getLogger(__name__)

SAVE_EVERY = 0.05
RETRY_SECONDS = 0.5


class Saver:
    """The lock keeps the end of a run behind what was saved of it before."""

    def __init__(self, at_work: Callable[[], Iterable[RunAtWork]]) -> None:
        self._at_work = at_work
        self.lock = asyncio.Lock()

    async def save_forever(self) -> None:
        while True:
            taken = await self.save()
            await asyncio.sleep(SAVE_EVERY if taken else RETRY_SECONDS)

    async def save(self) -> bool:
        """Whether the database took it; what it did not take is tried again."""
        async with self.lock:
            taken = [(run, run.take_unsaved()) for run in self._at_work()]
            pending = [(run, unsaved) for run, unsaved in taken if unsaved]
            if not pending:
                return True
            try:
                await in_database(save_all, [unsaved for _, unsaved in pending])
            except Exception:  # whatever it is, the others' events must be saved again later
                logger.exception("Events of %d runs could not be saved yet", len(pending))
                for run, unsaved in pending:
                    run.give_back(unsaved)
                return False
            return True


def save_all(pending: list[Unsaved]) -> None:
    with transaction.atomic():
        pending = _still_open(pending)
        store_events((each.run_id, seq, text) for each in pending for seq, text in each.events)
        requests = [
            ModelRequest(run_id=each.run_id, number=number, sent=sent)
            for each in pending
            for number, sent in each.requests
        ]
        ModelRequest.objects.bulk_create(requests, ignore_conflicts=True)
        for each in pending:
            if each.lines:
                record_usage(Run.objects.select_related("session").get(pk=each.run_id), each.lines)
            for number in each.ended:
                release(each.run_id, number)
            if each.estimates is not None:
                Run.objects.filter(pk=each.run_id).update(estimates=each.estimates)


def _still_open(pending: list[Unsaved]) -> list[Unsaved]:
    """Without runs that were taken for dead and closed: nothing comes after a last event."""
    at_work = set(lock_runs([each.run_id for each in pending], AT_WORK))
    return [each for each in pending if each.run_id in at_work]
