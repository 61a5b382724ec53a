"""The log of a run as the table has it, read once for all who ask for it at the same time."""

from __future__ import annotations

import asyncio
import contextvars
from weakref import WeakValueDictionary

from agents_runtime.database import in_database
from agents_runtime.event_log import stored_events
from agents_runtime.live.live_log import LiveRunLog, renumbered, told
from agents_runtime.models import OPEN_STATES, Run
from agents_runtime.runs import find_run

# After a restart all viewers come back at once, and each log may be megabytes.
_reads: dict[tuple[str, bool], asyncio.Task[LiveRunLog]] = {}
_finished: WeakValueDictionary[str, LiveRunLog] = WeakValueDictionary()


async def log_from_table(run_id: str, after: int) -> tuple[LiveRunLog, Run] | None:
    """What is stored of a run: all of it when it is over, else the beginning of its log."""
    run = await in_database(find_run, run_id)
    if run is None:
        return None
    if run.state in OPEN_STATES:
        return await _read_once(run), run
    if after >= run.seq and run.error_type == "interrupted":
        return _told_after(run, after), run
    log = _finished.get(run_id) or await _read_once(run)
    return _finished.setdefault(run_id, log), run


async def _read_once(run: Run) -> LiveRunLog:
    place = run.id, run.state in OPEN_STATES
    reading = _reads.get(place)
    if reading is None:
        reading = _reads[place] = asyncio.create_task(_read(run), context=contextvars.Context())
        reading.add_done_callback(lambda _: _reads.pop(place))
    return await asyncio.shield(reading)


async def _read(run: Run) -> LiveRunLog:
    log = LiveRunLog(run.id)
    is_over = run.state not in OPEN_STATES
    events = await in_database(stored_events, run.id)
    if is_over and len(events) < run.seq:
        log.skipped = run.seq - 1  # its events are past their retention: the last one remains
        events = [(run.seq, run.last_event)]
    for _, text in events:
        log.append_encoded(text)
    if is_over:
        log.close()
    return log


def _told_after(run: Run, after: int) -> LiveRunLog:
    """For a viewer who saw events that died with their process: the end comes right after those."""
    log = LiveRunLog(run.id, skipped=after)
    if after > run.seq and (run.id, after) not in told:
        told.add(run.id, after + 1)
        log.append_encoded(renumbered(run.last_event, after + 1))
    log.close()
    return log
