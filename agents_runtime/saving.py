"""Saves what runs at work have done, all of them in one transaction, about every 50 ms."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from django.db import transaction

from agents_runtime.at_work import RunAtWork, Unsaved
from agents_runtime.budgets import release
from agents_runtime.database import in_database, may_pass
from agents_runtime.event_log import store_events
from agents_runtime.ledger import record_usage
from agents_runtime.locking import lock_runs
from agents_runtime.models import AT_WORK, ModelRequest, Run

logger = logging.getLogger(__name__)

SAVE_EVERY = 0.05
RETRY_SECONDS = 0.5
NOT_YET = "Events of run %s could not be saved yet"
REFUSED = "Run %s is saved when it ends: what it has done cannot be saved now"


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
        """Whether the database is there; what it did not take is tried again."""
        async with self.lock:
            pending = self._take()
            if not pending:
                return True
            try:
                await in_database(save_all, [unsaved for _, unsaved in pending])
            except Exception as error:
                if may_pass(error):
                    logger.exception("Events of %d runs could not be saved yet", len(pending))
                    for run, unsaved in pending:
                        run.give_back(unsaved)
                    return False
            else:
                return True
            # What it refuses is one run's; the others are none the worse for it.
            return all([await self._save_alone(run, unsaved) for run, unsaved in pending])

    def _take(self) -> list[tuple[RunAtWork, Unsaved]]:
        taken = []
        for run in self._at_work():
            try:
                if not run.refused and (unsaved := run.take_unsaved()):
                    taken.append((run, unsaved))
            except Exception:
                run.refused = True
                logger.exception(REFUSED, run.run_id, extra={"run_id": run.run_id})
        return taken

    async def _save_alone(self, run: RunAtWork, unsaved: Unsaved) -> bool:
        try:
            await in_database(save_all, [unsaved])
        except Exception as error:
            run.give_back(unsaved)
            run.refused = not may_pass(error)
            logger.exception(REFUSED if run.refused else NOT_YET, run.run_id, extra={"run_id": run.run_id})
            return run.refused
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
