"""Cancel, by every way there is, at every moment: the provider or the tool's server sees it at once."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count

import httpx
import pytest
from websockets.asyncio.client import connect

from tests.agents_runtime.playgrounds import Playground, embedded, scaled
from tests.agents_runtime.processes import daphne
from tests.agents_runtime.serving.viewers import started
from tests.conftest import SECONDS_TO_CANCEL
from tests.fakes import FakeProvider, Reply, ToolCall, words

# PROTOCOL.md: at once. The figure is the task's own, by the provider's clock.
AT_ONCE = 0.5

pytestmark = pytest.mark.alone

MANIFEST = """\
apiVersion: ossa/v0.4.6
kind: Agent
metadata: {name: cancelled-agent, version: 1.0.0, description: Is stopped at every moment}
spec:
  role: You look things up.
  llm: {provider: openai, model: gpt-4o, timeout: 60}
  tools:
    - {type: api, name: look_up, description: Looks up, endpoint: "http://127.0.0.1:PORT/", method: GET}
"""
SET_UPS: dict[str, Callable[..., AbstractContextManager[Playground]]] = {
    "scaled": scaled,
    "embedded": embedded,
    "Daphne": partial(embedded, command=daphne),
}
WAYS = ["socket", "http"]
numbers = count(1)


@dataclass
class HangingServer:
    """A tool's server that never answers, and notes when it was called and left."""

    port: int = 0
    called: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)

    def forget(self) -> None:
        self.called.clear()
        self.left.clear()

    async def hang(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.called.append(time.monotonic())
        while await reader.read(65536):
            pass
        self.left.append(time.monotonic())
        writer.close()


@pytest.fixture
async def tool_server() -> AsyncIterator[HangingServer]:
    hanging = HangingServer()
    async with await asyncio.start_server(hanging.hang, "127.0.0.1", 0) as server:
        hanging.port = server.sockets[0].getsockname()[1]
        yield hanging


@pytest.fixture(scope="module", params=SET_UPS)
def playground(
    request: pytest.FixtureRequest, provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Playground]:
    folder = tmp_path_factory.mktemp("cancel")
    with SET_UPS[request.param](
        provider, folder, STUDIO_GRACE_SECONDS="30", STUDIO_OUTBOUND_ALLOW="127.0.0.1"
    ) as running:
        yield running


@asynccontextmanager
async def going_on(base: str, message: str, session: str) -> AsyncIterator[str]:
    async with started(base, message, session) as (run_id, first):
        yield run_id
        events = (await first).events
    kinds = [event["type"] for event in events]
    assert kinds[-1] == "cancelled" and "tool_end" not in kinds
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))


async def cancel(how: str, bases: list[str], run_id: str, session: str) -> float:
    """When it was asked for."""
    base = bases[1] if how == "the other web process" else bases[0]
    if how == "socket":
        async with connect(f"{base.replace('http', 'ws', 1)}/chat/ws?session_id={session}") as socket:
            await socket.recv()
            at = time.monotonic()
            await socket.send(json.dumps({"type": "cancel"}))
            return at
    at = time.monotonic()
    async with httpx.AsyncClient(timeout=20) as client:
        assert (await client.post(f"{base}/chat/runs/{run_id}/cancel")).status_code == 202
    return at


@pytest.mark.parametrize("moment", ["token", "tool", "stall before the first token"])
async def test_a_cancel_arrives_at_once(
    moment: str,
    playground: Playground,
    provider: FakeProvider,
    tool_server: HangingServer,
    record_property: Callable[[str, object], None],
) -> None:
    others = ["the other web process"] if len(playground.web) > 1 else []
    took = [await cancelled(how, moment, playground, provider, tool_server) for how in WAYS + others]
    record_property(SECONDS_TO_CANCEL, took)
    assert max(took) < AT_ONCE


async def cancelled(
    how: str, moment: str, playground: Playground, provider: FakeProvider, tool_server: HangingServer
) -> float:
    """Seconds from asking for it until the provider or the tool's server saw the connection close."""
    tool_server.forget()
    number = next(numbers)
    message, session = f"cancel {number}.", f"cancelled-{number}"
    path = playground.create_agent(MANIFEST.replace("PORT", str(tool_server.port)))
    bases = [web.url + path for web in playground.web]
    call = ToolCall("look_up")
    script = {
        "token": words(1_000, tokens_per_second=50, tool_calls=(call,)),
        "tool": Reply(text="", tool_calls=(call,)),
        "stall before the first token": Reply(first_token_delay=60.0),
    }
    provider.when(message, script[moment])

    def has_come_so_far() -> bool:
        mine = [request for request in provider.requests if request.text == message]
        tokens = 5 if moment == "token" else 0
        return bool(mine and mine[0].tokens_sent >= tokens and (moment != "tool" or tool_server.called))

    async with going_on(bases[0], message, session) as run_id:
        async with asyncio.timeout(30):
            while not has_come_so_far():  # noqa: ASYNC110 (the provider's thread tells)
                await asyncio.sleep(0.02)
        asked = await cancel(how, bases, run_id, session)
        if moment == "tool":
            async with asyncio.timeout(10):
                while not tool_server.left:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            closed = tool_server.left[0]
        else:
            provider.wait_for(
                lambda requests: any(one.text == message and one.disconnected_at for one in requests)
            )
            closed = next(
                one.disconnected_at
                for one in provider.requests
                if one.text == message and one.disconnected_at
            )
    assert len(tool_server.called) == (1 if moment == "tool" else 0)

    async with httpx.AsyncClient(base_url=bases[0], timeout=30) as client:
        rows = (await client.get(f"{playground.url}/api/playground/{path.rpartition('/')[2]}/ledger")).json()
        assert [row["request"] for row in rows["entries"]] == [1]
        answer = await client.post("/chat", json={"message": "and now?", "session_id": session})
    assert answer.status_code == 200
    assert [one.text for one in provider.requests].count(message) == 1
    return closed - asked
