"""Ends runs: the last event is sent when everything before it, and the costs, are in the database."""

from __future__ import annotations

import asyncio
import json
import logging

from django.db import Error as DatabaseError

from agents_runtime.at_work import RunAtWork
from agents_runtime.database import in_database, may_pass
from agents_runtime.endings import NOTHING, LastEvent, ending_of_run, failed_ending
from agents_runtime.event_log import last_stored
from agents_runtime.interrupted import ending_of, interrupt_run
from agents_runtime.lesser_endings import KEPT, WITH_LINES, Kept, reduced, with_unknown_costs
from agents_runtime.live import LiveLog
from agents_runtime.metrics import count_end
from agents_runtime.models import Run
from agents_runtime.runs import Ending, close_run, find_run
from agents_runtime.saving import Saver
from exporter.kit.errors import AgentError
from exporter.kit.events import Cancelled

logger = logging.getLogger(__name__)

RETRY_SECONDS = 0.5


class Closing:
    """`saver` has its lock taken while a run ends, so that nothing of it is saved afterwards."""

    def __init__(self, live: LiveLog, saver: Saver) -> None:
        self._live = live
        self._saver = saver

    async def close(self, run: RunAtWork, error: AgentError | None) -> None:
        """Until the database has taken it: a run without an end would keep its session busy.

        What it refuses is left out, and what that cost is told as unknown.
        """
        ending, event = _told(run, error)
        for kept in KEPT:
            if kept != "all":
                ending, event = with_unknown_costs(ending, event)
            try:
                closed = await self._insist(run, ending, kept)
                break
            except Exception:
                told = {"run_id": run.run_id}
                logger.exception("The end of run %s cannot be saved with %s", run.run_id, kept, extra=told)
                if kept == KEPT[-1]:
                    raise  # whoever misses its signs of life ends it
        if closed:
            await self._live.end(run.run_id, ending.seq, ending.last_event)
            how = ending.error_type or ending.state
            logger.info("Run %s ended: %s", run.run_id, how, extra={"run_id": run.run_id})
            _count(run, event)
        else:
            await end_as_stored(self._live, run.run_id)

    async def _insist(self, run: RunAtWork, ending: Ending, kept: Kept) -> bool:
        while True:
            try:
                async with self._saver.lock:
                    return await self._store(run, ending, kept)
            except DatabaseError as failure:
                if not may_pass(failure):
                    raise
                logger.error(
                    "The end of run %s could not be saved yet: %s",
                    run.run_id,
                    failure,
                    extra={"run_id": run.run_id},
                )
                await asyncio.sleep(RETRY_SECONDS)

    async def _store(self, run: RunAtWork, ending: Ending, kept: Kept) -> bool:
        unsaved = run.take_unsaved(costs=kept in WITH_LINES)
        try:
            return await in_database(close_run, run.run_id, reduced(ending, unsaved, kept))
        except Exception:
            run.give_back(unsaved)
            raise


def _told(run: RunAtWork, error: AgentError | None) -> tuple[Ending, LastEvent]:
    run.over = True  # before its last event gets its number
    try:
        return ending_of_run(run, error)
    except Exception:  # our own mistake, which must not leave the run without an end
        logger.exception("How run %s ended cannot be told", run.run_id, extra={"run_id": run.run_id})
        return failed_ending(run)


async def close_queued(live: LiveLog, run: Run) -> None:
    """End a run that was stopped before anybody took it up."""
    ending = ending_of(Cancelled(NOTHING, "", run.stop_reason), run.id, 1)
    if await in_database(close_run, run.id, ending, ("queued",)):
        _count_stored(ending)
        await live.end(run.id, ending.seq, ending.last_event)


async def close_dead(live: LiveLog, run: Run) -> None:
    """End a run whose process died, with what is known of it; what it had published is kept too."""
    stored = await in_database(last_stored, run.id)
    ending = await in_database(interrupt_run, run, await live.unstored(run.id, stored))
    if ending is not None:
        logger.warning("Run %s was interrupted: its process is gone", run.id, extra={"run_id": run.id})
        _count_stored(ending)
        await live.end(run.id, ending.seq, ending.last_event)


async def end_as_stored(live: LiveLog, run_id: str) -> None:
    run = await in_database(find_run, run_id)
    if run is not None:
        await live.end(run_id, run.seq, run.last_event)


def _count(run: RunAtWork, event: LastEvent) -> None:
    summary, started = event.cost_summary, run.run.started_at
    waited = (run.first_token_at - started).total_seconds() if run.first_token_at and started else None
    count_end(
        event.type,
        summary.prompt_tokens,
        summary.completion_tokens,
        summary.total_cost,
        waited,
        demo=run.demo,
    )


def _count_stored(ending: Ending) -> None:
    """A run that was never at work here: when its first token came is not told."""
    summary = json.loads(ending.summary)
    count_end(
        ending.state,
        summary["prompt_tokens"],
        summary["completion_tokens"],
        summary["total_cost"],
        None,
        demo=ending.demo,
    )
