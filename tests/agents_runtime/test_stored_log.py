"""A log is read from the table once for all who come at the same time, and what nobody reads is let go."""

from __future__ import annotations

import asyncio
import weakref

import pytest

from agents_runtime.event_log import store_events
from agents_runtime.live.live_log import LiveRunLog
from agents_runtime.live.stored_log import log_from_table
from tests.agents_runtime.builders import end, line, make_scene

pytestmark = pytest.mark.django_db(transaction=True)


async def read_at_once(run_id: str) -> list[LiveRunLog]:
    found = await asyncio.gather(*(log_from_table(run_id, after) for after in range(20)))
    return [log for log in found if log is not None]


async def test_all_who_come_back_at_once_share_one_log_of_a_run_that_goes_on() -> None:
    run = await asyncio.to_thread(lambda: make_scene().new_run())
    await asyncio.to_thread(store_events, [(run.id, 1, "{}")])
    logs = await read_at_once(run.id)
    assert len(logs) == 20
    assert len(set(map(id, logs))) == 1
    assert (logs[0].last_seq, logs[0].closed) == (1, False)
    await asyncio.to_thread(store_events, [(run.id, 2, "{}")])
    later = await log_from_table(run.id, 0)
    assert later is not None
    assert later.last_seq == 2


async def test_a_finished_run_is_kept_as_long_as_somebody_reads_it() -> None:
    run = await asyncio.to_thread(lambda: make_scene().new_run())
    await asyncio.to_thread(end, run, line(1))
    logs = await read_at_once(run.id)
    later = await log_from_table(run.id, 0)
    assert later is not None
    assert {id(log) for log in [*logs, later]} == {id(logs[0])}
    assert logs[0].closed
    gone = weakref.ref(logs[0])
    del logs, later
    await asyncio.sleep(0)
    assert gone() is None
