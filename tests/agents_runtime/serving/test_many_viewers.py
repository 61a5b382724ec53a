"""Five viewers of one run through two web processes: each sees every event once, in order, whoever dies."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, scaled
from tests.agents_runtime.protocol.conftest import MANIFEST
from tests.agents_runtime.serving.viewers import Viewer, five_viewers, started
from tests.fakes import FakeProvider, words


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    with scaled(provider, tmp_path_factory.mktemp("viewers"), STUDIO_GRACE_SECONDS="30") as running:
        yield running


@pytest.fixture(scope="module")
def bases(playground: Playground) -> list[str]:
    path = playground.create_agent(MANIFEST)
    return [web.url + path for web in playground.web]


def assert_same_story(viewers: list[Viewer], last: str) -> None:
    first = viewers[0].events
    assert [event["seq"] for event in first] == list(range(1, len(first) + 1))
    assert first[-1]["type"] == last
    for viewer in viewers[1:]:
        assert viewer.events == first


def tokens_sent(provider: FakeProvider, message: str) -> int:
    return sum(request.tokens_sent for request in provider.requests if request.text == message)


async def test_five_viewers_through_two_web_processes_see_every_event_once_and_in_order(
    bases: list[str], provider: FakeProvider
) -> None:
    provider.when("tell five", words(150, tokens_per_second=50))
    async with started(bases[0], "tell five", "five") as (run_id, first):
        others = await five_viewers(bases, run_id, "five")
        viewers = [await first, *others]
    assert_same_story(viewers, "done")
    assert sum(event["type"] == "token" for event in viewers[0].events) == 150


async def test_more_are_answered_at_once_than_a_process_has_connections_to_the_database(
    bases: list[str], provider: FakeProvider
) -> None:
    """It has 20: a stream that kept one while it lasts would be missed by others."""
    provider.when("tell many", words(28, tokens_per_second=2))

    async def answered(number: int) -> Viewer:
        async with started(bases[0], "tell many", f"many-{number}") as (_, first):
            return await first

    viewers = await asyncio.gather(*(answered(number) for number in range(25)))
    assert {viewer.events[-1]["type"] for viewer in viewers} == {"done"}


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="Linux tells what a process has loaded")
async def test_web_processes_that_served_viewers_have_not_loaded_what_runs_agents(
    playground: Playground, bases: list[str]
) -> None:
    for base in bases:
        async with started(base, "tell light", f"light-{base[-6:]}") as (_, first):
            assert (await first).is_over
    assert not any(runs_agents(each.pid) for each in playground.web)
    assert any(runs_agents(each.pid) for each in playground.workers)


def runs_agents(pid: int) -> bool:
    """Whether it has loaded the part of OpenAI's client that is no Python."""
    return "jiter" in Path(f"/proc/{pid}/maps").read_text()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in Linux's /proc")
async def test_no_viewer_keeps_a_thread(
    playground: Playground, bases: list[str], provider: FakeProvider
) -> None:
    provider.when("tell forty", words(60, tokens_per_second=10))
    async with started(bases[0], "tell forty", "forty") as (run_id, first):
        before = count_threads(playground.web[0].pid)
        viewers = [Viewer(run_id) for _ in range(40)]
        watching = [asyncio.create_task(viewer.watch_sse(bases[0])) for viewer in viewers]
        async with asyncio.timeout(30):
            while not all(viewer.events for viewer in viewers):  # noqa: ASYNC110 (each has its own connection)
                await asyncio.sleep(0.05)
        # Those for the database are made when they are first needed.
        assert count_threads(playground.web[0].pid) - before < 20
        await asyncio.gather(first, *watching)


def count_threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


async def test_when_the_worker_is_killed_every_viewer_sees_the_run_end_as_interrupted(
    playground: Playground, bases: list[str], provider: FakeProvider
) -> None:
    provider.when("tell killed", words(2_000, tokens_per_second=50))
    playground.workers[1].stop()  # so that the other one runs it
    async with started(bases[0], "tell killed", "killed") as (run_id, first):
        watching = asyncio.create_task(five_viewers(bases, run_id, "killed"))
        async with asyncio.timeout(30):
            while tokens_sent(provider, "tell killed") <= 80:  # noqa: ASYNC110 (the provider's thread tells)
                await asyncio.sleep(0.05)
        os.kill(playground.workers[0].pid, signal.SIGKILL)
        async with asyncio.timeout(15):
            viewers = [await first, *await watching]
    assert_same_story(viewers, "error")
    last = viewers[0].events[-1]
    assert last["error_type"] == "interrupted"
    assert last["cost_summary"]["estimated"] is True and last["cost_summary"]["completion_tokens"] > 0
    async with httpx.AsyncClient(base_url=bases[1], timeout=60) as client:
        costs = (await client.get("/cost-summary", params={"session_id": "killed"})).json()
        assert costs["completion_tokens"] == last["cost_summary"]["completion_tokens"]
        for worker in playground.workers:
            worker.launch()
        answer = await client.post("/chat", json={"message": "and now?", "session_id": "killed"})
    assert answer.status_code == 200
