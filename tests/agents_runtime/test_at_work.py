"""A run that is over: nothing of it remains in memory, and nothing is added to it."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from agents_runtime.at_work import RunAtWork
from agents_runtime.live.live_log import LiveRunLog
from exporter.kit.events import ToolEnd, ToolStart


@pytest.fixture
def no_collector() -> Iterator[None]:
    """A full collection stops every stream for a tenth of a second: nothing may wait for one."""
    gc.disable()
    yield
    gc.enable()


def new_run() -> RunAtWork:
    run: Any = SimpleNamespace(id="run-1")
    return RunAtWork(run, LiveRunLog("run-1"), lambda run_id: None)


async def test_what_comes_after_the_end_was_told_is_no_event_of_the_run() -> None:
    """A tool may swallow its cancellation and answer when the last event has its number already."""
    at_work = new_run()
    at_work.emit(ToolStart("slow", {}, "call-1"))
    at_work.over = True
    at_work.emit(ToolEnd("too late", "call-1"))
    assert at_work.log.last_seq == 1


async def answer(agent_run: Any) -> None:
    """As the agent does, its frame holds what leads to the run."""
    await asyncio.sleep(60)
    agent_run.emit(None)


@pytest.mark.usefixtures("no_collector")
async def test_a_stopped_run_is_gone_without_the_garbage_collector() -> None:
    at_work = new_run()
    agent_run: Any = SimpleNamespace(emit=at_work.emit)
    at_work.agent_run = agent_run
    at_work.task = asyncio.create_task(answer(agent_run))
    await asyncio.sleep(0)
    at_work.task.cancel()
    await asyncio.wait({at_work.task})
    at_work.let_go()
    gone = weakref.ref(at_work)
    del at_work, agent_run
    assert gone() is None
