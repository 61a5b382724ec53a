"""Ends runs: the last event is sent when everything before it, and the costs, are in the database."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import Error as DatabaseError

from agents_runtime.at_work import RunAtWork
from agents_runtime.database import in_database
from agents_runtime.event_log import last_stored
from agents_runtime.interrupted import ending_of, interrupt_run
from agents_runtime.live import LiveLog
from agents_runtime.metrics import count_end
from agents_runtime.models import Run
from agents_runtime.runs import Ending, close_run, find_run
from agents_runtime.saving import Saver
from agents_runtime.storable import storable
from exporter.kit.errors import AgentError
from exporter.kit.events import Cancelled, CostSummary, Done, Error

logger = logging.getLogger(__name__)

RETRY_SECONDS = 0.5
# No model was asked, so that is known.
NOTHING = CostSummary(0, 0, 0, Decimal(0), "")


class Closing:
    """`saver` has its lock taken while a run ends, so that nothing of it is saved afterwards."""

    def __init__(self, live: LiveLog, saver: Saver) -> None:
        self._live = live
        self._saver = saver

    async def close(self, run: RunAtWork, error: AgentError | None) -> None:
        """Until the database has taken it: a run without an end would keep its session busy."""
        ending, event = _ending(run, error)
        while True:
            try:
                async with self._saver.lock:
                    closed = await self._store(run, ending)
                break
            except DatabaseError as failure:
                logger.error(
                    "The end of run %s could not be saved yet: %s",
                    run.run_id,
                    failure,
                    extra={"run_id": run.run_id},
                )
                await asyncio.sleep(RETRY_SECONDS)
        if closed:
            await self._live.end(run.run_id, ending.seq, ending.last_event)
            how = ending.error_type or ending.state
            logger.info("Run %s ended: %s", run.run_id, how, extra={"run_id": run.run_id})
            _count(run, event)
        else:
            await end_as_stored(self._live, run.run_id)

    async def _store(self, run: RunAtWork, ending: Ending) -> bool:
        unsaved = run.take_unsaved()
        whole = replace(ending, events=unsaved.events, lines=unsaved.lines, requests=unsaved.requests)
        try:
            return await in_database(close_run, run.run_id, whole)
        except DatabaseError:
            run.give_back(unsaved)
            raise


def _ending(run: RunAtWork, error: AgentError | None) -> tuple[Ending, Done | Cancelled | Error]:
    seq = run.log.last_seq + 1
    event: Done | Cancelled | Error
    if run.agent_run is None:
        stopped = run.stopped_by if isinstance(run.stopped_by, AgentError) else None
        failed = error or stopped
        if failed is not None:
            event = Error(failed.message, failed.error_type, NOTHING)
        else:
            event = Cancelled(NOTHING, "", str(run.stopped_by))
        ending = ending_of(event, run.run_id, seq)
        return replace(ending, error_status=failed.status if failed else 0), event
    from agents_runtime.outcome import judge

    outcome = judge(run.agent_run, run.task, run.stopped_by)
    ending = replace(
        ending_of(outcome.event, run.run_id, seq, _times(run)),
        demo=run.demo,
        result=storable(outcome.said),
        error_status=outcome.error.status if outcome.error else 0,
        message=storable(outcome.sent),
        context=None if run.run.history is not None else outcome.context,
        tool_calls=run.transcript(),
        first_token_at=run.first_token_at,
    )
    return ending, outcome.event


def _times(run: RunAtWork) -> dict[str, int]:
    """For the last event: how long it all took, and how long until there was something to read."""
    started, first = run.run.started_at, run.first_token_at
    times = {"ms": _milliseconds(datetime.now(UTC) - started)}
    return times if first is None else {**times, "ms_to_first_token": _milliseconds(first - started)}


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)


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


def _count(run: RunAtWork, event: Done | Cancelled | Error) -> None:
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
