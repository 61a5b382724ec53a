"""One process with its live log in memory: what a kill and a clean stop mean for runs."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from tests.agents_runtime.playgrounds import Playground, embedded
from tests.agents_runtime.processes import daphne, uvicorn
from tests.agents_runtime.protocol.conftest import MANIFEST
from tests.agents_runtime.serving.viewers import Viewer, started
from tests.fakes import FakeProvider, words

SERVERS = {"uvicorn": uvicorn, "daphne": daphne}


@pytest.fixture
def command(request: pytest.FixtureRequest) -> Callable[[int], Sequence[str]]:
    return SERVERS[request.param]


@pytest.fixture
def playground(
    provider: FakeProvider, tmp_path: Path, command: Callable[[int], Sequence[str]]
) -> Iterator[Playground]:
    provider.always(words(1_000, tokens_per_second=40))
    with embedded(provider, tmp_path, command, STUDIO_GRACE_SECONDS="30") as running:
        yield running
    provider.forget()


async def first_events(base: str, session: str, wanted: int) -> Viewer:
    """A viewer of a new run that has seen so many of its events and is cut off."""
    async with started(base, "go on and on", session) as (run_id, first):
        first.cancel()
        viewer = Viewer(run_id)
        await viewer.watch_sse(base, until=wanted)
        return viewer


@pytest.mark.parametrize("command", ["uvicorn"], indirect=True)
async def test_a_run_whose_process_was_killed_is_interrupted_for_its_viewers_and_in_the_ledger(
    playground: Playground,
) -> None:
    base = playground.url + playground.create_agent(MANIFEST)
    viewer = await first_events(base, "killed", 60)
    seen = viewer.seq
    [web] = playground.web
    os.kill(web.pid, signal.SIGKILL)
    web.wait()
    web.launch()
    web.wait_until_ready()
    async with asyncio.timeout(15):
        await viewer.watch_sse(base)
    assert [event["seq"] for event in viewer.events] == list(range(1, len(viewer.events) + 1))
    assert (viewer.events[-1]["type"], viewer.events[-1]["error_type"]) == ("error", "interrupted")
    assert viewer.seq > seen
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        costs = (await client.get("/cost-summary", params={"session_id": "killed"})).json()
        assert costs["estimated"] is True and costs["completion_tokens"] > 0
        again = await client.get(
            f"/chat/runs/{viewer.run_id}/stream", headers={"Last-Event-ID": f"{viewer.run_id}:{viewer.seq}"}
        )
        assert again.status_code == 204
        shown = (await client.get("/sessions/killed")).json()
    assert shown["running"] is None and shown["messages"][-1]["error_type"] == "interrupted"


@pytest.mark.parametrize("command", SERVERS, indirect=True)
async def test_a_clean_stop_ends_runs_as_interrupted_and_closes_sockets_with_1001(
    playground: Playground, command: Callable[[int], Sequence[str]]
) -> None:
    """Daphne's protocol refuses to send 1001: its clients see the connection end (docs/architecture.md)."""
    base = playground.url + playground.create_agent(MANIFEST)
    [web] = playground.web
    async with connect(f"{base.replace('http', 'ws', 1)}/chat/ws?session_id=stopped") as socket:
        await socket.send(json.dumps({"type": "message", "message": "go on"}))
        events = [json.loads(await socket.recv()) for _ in range(20)]
        stopping = asyncio.create_task(asyncio.to_thread(web.stop))
        with suppress(ConnectionClosedError):
            async for text in socket:
                events.append(json.loads(text))
    assert (events[-1]["type"], events[-1]["error_type"]) == ("error", "interrupted")
    assert socket.close_code == (1006 if command is daphne else 1001)
    assert await stopping in (0, -signal.SIGTERM)
