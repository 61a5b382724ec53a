"""Redis may go away while a run goes on: its viewers have all of it from the table, and it ends for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, scaled
from tests.agents_runtime.protocol.conftest import MANIFEST
from tests.agents_runtime.serving.viewers import Viewer, started
from tests.fakes import FakeProvider, words

TOKENS = 150


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    folder = tmp_path_factory.mktemp("without_redis")
    with scaled(provider, folder, cables=True, STUDIO_GRACE_SECONDS="60") as running:
        yield running


@pytest.fixture(scope="module")
def bases(playground: Playground) -> list[str]:
    path = playground.create_agent(MANIFEST)
    return [web.url + path for web in playground.web]


@pytest.fixture(autouse=True)
def mended(playground: Playground) -> Iterator[None]:
    yield
    for cable in playground.cables.values():
        cable.mend()


@asynccontextmanager
async def half_told(
    bases: list[str], provider: FakeProvider, message: str, session: str
) -> AsyncIterator[None]:
    """Two viewers, one for each web process, who have seen the beginning; afterwards both have all of it."""
    provider.when(message, words(TOKENS, tokens_per_second=50))
    async with started(bases[0], message, session) as (run_id, first):
        viewer = Viewer(run_id)
        watching = asyncio.create_task(viewer.watch_sse(bases[1]))
        async with asyncio.timeout(30):
            while viewer.seq < 10:  # noqa: ASYNC110 (its task tells)
                await asyncio.sleep(0.02)
        yield
        async with asyncio.timeout(30):
            await watching
            viewers = [await first, viewer]
    for each in viewers:
        assert [event["seq"] for event in each.events] == list(range(1, len(each.events) + 1))
        assert each.events[-1]["type"] == "done"
        assert sum(event["type"] == "token" for event in each.events) == TOKENS


@pytest.mark.parametrize("whose", [["workers"], ["web"], ["web", "workers"]], ids=" and ".join)
async def test_while_redis_is_away_a_run_goes_on_and_ends_for_its_viewers(
    whose: list[str],
    playground: Playground,
    bases: list[str],
    provider: FakeProvider,
    message: str,
    session: str,
) -> None:
    async with half_told(bases, provider, message, session):
        for name in whose:
            playground.cables[name].cut()
    # Who comes now has it from the table.
    async with httpx.AsyncClient(base_url=bases[0], timeout=30) as client:
        told = (await client.get(f"/sessions/{session}")).json()
    assert len(told["messages"][-1]["text"].split()) == TOKENS


@pytest.mark.parametrize("whose", [["workers"], ["web"], ["web", "workers"]], ids=" and ".join)
async def test_when_redis_comes_back_nothing_is_missing_and_nothing_comes_twice(
    whose: list[str],
    playground: Playground,
    bases: list[str],
    provider: FakeProvider,
    message: str,
    session: str,
) -> None:
    async with half_told(bases, provider, message, session):
        for name in whose:
            playground.cables[name].cut()
        await asyncio.sleep(1)
        for name in whose:
            playground.cables[name].mend()


async def test_a_cancel_arrives_while_redis_is_away(
    playground: Playground, bases: list[str], provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(1_000, tokens_per_second=20))
    async with started(bases[0], message, session) as (run_id, first):
        for cable in playground.cables.values():
            cable.cut()
        async with httpx.AsyncClient(base_url=bases[1], timeout=5) as client:
            assert (await client.post(f"/chat/runs/{run_id}/cancel")).status_code == 202
        async with asyncio.timeout(20):
            viewer = await first
    assert viewer.events[-1]["type"] == "cancelled"
    assert len(viewer.events) < 200  # of 1,000 tokens: the worker looks into the table each second
