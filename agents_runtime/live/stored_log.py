"""The log of a run as the table has it, read once for all who ask for it at the same time."""

from __future__ import annotations

import asyncio
import contextvars
from weakref import WeakValueDictionary

from agents_runtime.database import in_database
from agents_runtime.event_log import stored_events
from agents_runtime.live.live_log import LiveRunLog, renumbered, told
from agents_runtime.models import OPEN_STATES, Run

# After a restart all viewers come back at once, and each log may be megabytes.
_reads: dict[tuple[str, int | None], asyncio.Task[LiveRunLog]] = {}
_finished: WeakValueDictionary[str, LiveRunLog] = WeakValueDictionary()


async def log_from_table(run_id: str, after: int) -> LiveRunLog | None:
    """What is stored of a run: all of it when it is over, else the beginning of its log."""
    found = await in_database(_state_of, run_id)
    if found is None:
        return None
    state, seq, error_type = found
    if state in OPEN_STATES:
        return await _read_once(run_id, None)
    if after >= seq and error_type == "interrupted":
        return _told_after(run_id, seq, after, await in_database(_last_event_of, run_id))
    return _finished.setdefault(run_id, _finished.get(run_id) or await _read_once(run_id, seq))


def _state_of(run_id: str) -> tuple[str, int, str] | None:
    """Not the whole run: its answer and its conversation may be megabytes."""
    return Run.objects.filter(pk=run_id).values_list("state", "seq", "error_type").first()


def _last_event_of(run_id: str) -> str:
    return Run.objects.values_list("last_event", flat=True).get(pk=run_id)


async def _read_once(run_id: str, last_seq: int | None) -> LiveRunLog:
    place = run_id, last_seq
    reading = _reads.get(place)
    if reading is None:
        reading = _reads[place] = asyncio.create_task(_read(*place), context=contextvars.Context())
        reading.add_done_callback(lambda _: _reads.pop(place))
    return await asyncio.shield(reading)


async def _read(run_id: str, last_seq: int | None) -> LiveRunLog:
    """`last_seq` is None of a run that goes on."""
    log = LiveRunLog(run_id)
    events = await in_database(stored_events, run_id)
    if last_seq is not None and len(events) < last_seq:
        log.skipped = last_seq - 1  # its events are past their retention: the last one remains
        events = [(last_seq, await in_database(_last_event_of, run_id))]
    for _, text in events:
        log.append_encoded(text)
    if last_seq is not None:
        log.close()
    return log


def _told_after(run_id: str, last_seq: int, after: int, last_event: str) -> LiveRunLog:
    """For a viewer who saw events that died with their process: the end comes right after those."""
    log = LiveRunLog(run_id, skipped=after)
    if after > last_seq and (run_id, after) not in told:
        told.add(run_id, after + 1)
        log.append_encoded(renumbered(last_event, after + 1))
    log.close()
    return log
