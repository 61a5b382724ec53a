"""What a server and a run are limited to, and what somebody is told who meets a limit."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest
from websockets.asyncio.client import connect

from tests.agents_runtime.playgrounds import Playground, embedded
from tests.agents_runtime.serving.manifests import manifest
from tests.agents_runtime.serving.viewers import started
from tests.fakes import FakeProvider, Reply, ToolCall, words


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    folder = tmp_path_factory.mktemp("limits")
    with embedded(
        provider, folder, STUDIO_MAX_RUNS="1", STUDIO_MAX_VIEWERS="3", STUDIO_GRACE_SECONDS="60"
    ) as running:
        yield running


@pytest.fixture
def base(playground: Playground, agent: str) -> str:
    return playground.url + agent


async def test_a_full_server_says_when_to_come_back_and_knows_a_message_it_has(
    base: str, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(60, tokens_per_second=20))
    body = {"message": message, "session_id": session, "client_message_id": "m-1"}
    async with httpx.AsyncClient(timeout=30) as client:
        waiting = asyncio.create_task(client.post(f"{base}/chat", json=body))
        await asyncio.to_thread(provider.wait_for, lambda seen: any(one.text == message for one in seen))
        other = await client.post(f"{base}/chat", json={"message": "other"})
        assert (other.status_code, other.json()["error"]["code"]) == (503, "server_full")
        assert int(other.headers["Retry-After"]) > 0
        # Sent again, because the connection broke, say.
        again = await client.post(f"{base}/chat", json=body)
        assert (await waiting).json()["run_id"] == again.json()["run_id"]


async def test_viewers_beyond_the_limit_are_told_so(
    base: str, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(200, tokens_per_second=20))
    async with started(base, message, session) as (run_id, _), httpx.AsyncClient(timeout=30) as client:
        stream = f"{base}/chat/runs/{run_id}/stream"
        async with client.stream("GET", stream) as one, client.stream("GET", stream) as two:
            assert (one.status_code, two.status_code) == (200, 200)
            reading = [one.aiter_bytes(), two.aiter_bytes()]
            for stream_of_one in reading:
                await anext(stream_of_one)
            full = await client.get(stream)
            assert (full.status_code, full.json()["error"]["code"]) == (503, "server_full")
            assert "viewers" in full.json()["error"]["message"]
        await client.post(f"{base}/chat/runs/{run_id}/cancel")


async def test_a_run_that_takes_too_long_is_stopped(
    playground: Playground, provider: FakeProvider, message: str
) -> None:
    limits = {"performance": {"timeoutSeconds": 2}}
    path = playground.create_agent(manifest("hasty", constraints=limits))
    provider.when(message, Reply(first_token_delay=20))
    async with httpx.AsyncClient(timeout=30) as client:
        answer = await client.post(f"{playground.url}{path}/chat", json={"message": message})
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "timeout")
    [request] = [one for one in provider.requests if one.text == message]
    assert request.disconnected_at is not None


async def test_a_second_call_of_the_same_id_is_asked_about_again(
    playground: Playground, provider: FakeProvider, message: str, session: str
) -> None:
    """Some servers that speak OpenAI's language number calls anew in each answer."""
    tool = {"type": "function", "name": "confirm", "description": "Asks whether to go on"}
    path = playground.create_agent(manifest("asking", tools=[tool]))
    base = playground.url + path
    api = f"{playground.url}/api/playground/{path.rpartition('/')[2]}/tools/confirm"
    first, second = (ToolCall("confirm", {"what": what}, id="call_0") for what in ("read", "DELETE ALL"))
    provider.when(
        message, Reply(text="", tool_calls=(first,)), Reply(text="", tool_calls=(second,)), words(2)
    )
    async with httpx.AsyncClient(timeout=30) as client:
        assert (await client.put(api, json={"choice": "ask"})).status_code == 200
        async with connect(f"{base.replace('http', 'ws', 1)}/chat/ws?session_id={session}") as socket:
            await socket.send(json.dumps({"type": "message", "message": message}))
            seen = []
            for output in ("yes to the first", "no"):
                async with asyncio.timeout(20):
                    event = {"type": ""}
                    while event["type"] != "tool_waiting":
                        event = json.loads(await socket.recv())
                        seen.append(event)
                # Nobody has answered this one yet, although it has the first one's id.
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(2.5):
                        while True:
                            assert json.loads(await socket.recv())["type"] not in ("tool_end", "tool_error")
                answer = f"{base}/chat/runs/{event['run_id']}/tools/call_0"
                assert (await client.post(answer, json={"output": output})).status_code == 202
                twice = await client.post(answer, json={"output": "twice"})
                assert (twice.status_code, twice.json()["error"]["code"]) == (409, "not_waiting")
            async with asyncio.timeout(20):
                while event["type"] != "done":
                    event = json.loads(await socket.recv())
                    seen.append(event)
    outputs = [event["output"] for event in seen if event["type"] == "tool_end"]
    assert [str(output) for output in outputs][-1:] == ["no"]
