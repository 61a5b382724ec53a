"""run_log.py and rate_limit.py of the kit."""

from __future__ import annotations

import asyncio
import json

import pytest

from exporter.kit import run_log
from exporter.kit.errors import AgentError
from exporter.kit.events import Token
from exporter.kit.rate_limit import RateLimit
from exporter.kit.run_log import RunLog


def fill(log: RunLog, count: int) -> None:
    for number in range(count):
        log.append(Token(f"t{number}", number, None))


async def read_all(log: RunLog, after: int = 0) -> list[int]:
    seen = []
    with log.view(after) as viewer:
        while (events := await viewer.read()) is not None:
            seen += [json.loads(text)["seq"] for _, text in events]
    return seen


async def test_viewers_read_at_their_own_pace_and_each_sees_everything_once() -> None:
    log = RunLog("run")
    fill(log, 3)
    early = asyncio.create_task(read_all(log))
    await asyncio.sleep(0)
    fill(log, 500)
    late = asyncio.create_task(read_all(log, after=400))
    await asyncio.sleep(0)
    fill(log, 2)
    log.close()
    assert await early == list(range(1, 506))
    assert await late == list(range(401, 506))


async def test_what_is_given_at_once_is_not_large_whoever_reads_it_late() -> None:
    log = RunLog("run")
    for _ in range(100):
        log.append(Token("x" * 10_000, 1, None, estimated=True))
    given = []
    with log.view() as viewer:
        while viewer.behind or viewer.seq < log.last_seq:
            given.append(await viewer.read() or [])
    assert [seq for events in given for seq, _ in events] == [*range(1, 101)]
    assert max(sum(len(text) for _, text in events) for events in given) < 80_000


async def test_a_log_whose_beginning_is_gone_keeps_its_numbers() -> None:
    log = RunLog("run", skipped=41)
    fill(log, 1)
    log.close()
    assert await read_all(log, after=10) == [42]


async def test_silence_is_told_so_that_a_heartbeat_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_log, "HEARTBEAT", 0.02)
    log = RunLog("run")
    with log.view() as viewer:
        assert await viewer.read() == []
        fill(log, 1)
        assert [seq for seq, _ in await viewer.read() or []] == [1]


async def test_a_viewer_that_is_cancelled_leaves_the_others_alone() -> None:
    log = RunLog("run")
    leaving, staying = asyncio.create_task(read_all(log)), asyncio.create_task(read_all(log))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.sleep(0)
    fill(log, 2)
    log.close()
    assert await staying == [1, 2]


def test_the_bucket_holds_the_burst_and_fills_at_the_rate() -> None:
    now = [0.0]
    limit = RateLimit(60, burst=2, clock=lambda: now[0])
    limit.take("ann")
    limit.take("ann")
    with pytest.raises(AgentError) as refused:
        limit.take("ann")
    assert refused.value.details["retry_after"] == 1
    limit.take("bob")
    now[0] = 1.0
    limit.take("ann")
