"""A process of several is stopped with runs or streams in it: nothing stays open, nothing is lost."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Iterator

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.agents_runtime.playgrounds import Playground, scaled
from tests.agents_runtime.serving.viewers import Viewer, started
from tests.fakes import FakeProvider, words


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    with scaled(provider, tmp_path_factory.mktemp("stopping"), STUDIO_GRACE_SECONDS="60") as running:
        yield running


@pytest.fixture(autouse=True)
def complete_again(playground: Playground) -> Iterator[None]:
    """Whatever was stopped is started for the next test."""
    yield
    for process in [*playground.web, *playground.workers]:
        process.stop()
        process.launch()
        process.wait_until_ready()


async def test_a_web_process_that_is_stopped_lets_go_of_every_stream_and_runs_go_on(
    playground: Playground, agent: str, provider: FakeProvider, session: str
) -> None:
    provider.when("tell on", words(200, tokens_per_second=20))
    provider.when("complete", words(1_000, tokens_per_second=20))
    [stopped, other] = playground.web
    base, elsewhere = stopped.url + agent, other.url + agent
    async with started(elsewhere, "tell on", session) as (run_id, first):
        viewer = Viewer(run_id)
        watching = asyncio.create_task(viewer.watch_sse(base))
        completing = asyncio.create_task(complete(base))
        async with connect(f"{base.replace('http', 'ws', 1)}/chat/ws?session_id={session}") as socket:
            await asyncio.to_thread(
                provider.wait_for,
                lambda seen: any(one.text == "complete" and one.tokens_sent for one in seen),
            )
            code = await asyncio.to_thread(stopped.stop)
            with pytest.raises(ConnectionClosed):
                while True:
                    await asyncio.wait_for(socket.recv(), 10)
        assert socket.close_code == 1001
        await asyncio.wait_for(watching, 10)
        assert json.loads(await asyncio.wait_for(completing, 10))["error"]["code"] == "stopping"
        assert code in (0, -signal.SIGTERM)
        assert not viewer.is_over
        await viewer.watch_sse(elsewhere)
        assert viewer.events == (await first).events
        assert viewer.events[-1]["type"] == "done"
    # An answer of OpenAI's kind cannot be taken up again: it ended with its connection.
    [request] = [one for one in provider.requests if one.text == "complete"]
    await asyncio.to_thread(provider.wait_for, lambda _: request.disconnected_at is not None, 30)


def has_begun(provider: FakeProvider, message: str) -> bool:
    return any(one.text == message and one.tokens_sent for one in provider.requests)


async def complete(base: str) -> str:
    """The last piece of a streamed answer, as OpenAI's clients ask for it."""
    body = {"model": "any", "stream": True, "messages": [{"role": "user", "content": "complete"}]}
    pieces = []
    async with (
        httpx.AsyncClient(timeout=40) as client,
        client.stream("POST", f"{base}/v1/chat/completions", json=body) as response,
    ):
        async for line in response.aiter_lines():
            if line.startswith("data: "):
                pieces.append(line[6:])
    return pieces[-1]


async def test_a_worker_that_is_stopped_ends_its_runs_as_interrupted(
    playground: Playground, agent: str, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(1_000, tokens_per_second=20))
    async with started(playground.web[0].url + agent, message, session) as (_, first):
        await asyncio.to_thread(provider.wait_for, lambda _: has_begun(provider, message), 30)
        codes = [await asyncio.to_thread(worker.stop) for worker in playground.workers]
        events = (await asyncio.wait_for(first, 20)).events
    assert codes == [0, 0]
    assert (events[-1]["type"], events[-1]["error_type"]) == ("error", "interrupted")
    assert events[-1]["cost_summary"]["completion_tokens"] > 0
