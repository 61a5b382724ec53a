"""PROTOCOL.md, "WebSocket"."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.exporter.kit.protocol.served import ServedAgent, free_port
from tests.exporter.kit.protocol.streams import (
    Event,
    all_events,
    assert_numbered,
    of_type,
    run_events,
    run_over_socket,
    text_of,
)
from tests.fakes import FakeProvider, Reply, ToolCall, words
from tests.fakes.script import RecordedRequest


async def say(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def hear(socket: ClientConnection) -> Event:
    event: Event = json.loads(await socket.recv())
    return event


async def hear_until(socket: ClientConnection, kind: str) -> list[Event]:
    seen = [await hear(socket)]
    while seen[-1]["type"] != kind:
        seen.append(await hear(socket))
    return seen


async def close_code(socket: ClientConnection) -> int | None:
    try:
        while True:
            await socket.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


async def run_from_its_beginning(client: httpx.AsyncClient, run_id: str) -> list[Event]:
    async with client.stream("GET", f"/chat/runs/{run_id}/stream", timeout=60) as response:
        return await all_events(response)


def sent(requests: list[RecordedRequest], message: str) -> int:
    return sum(request.tokens_sent for request in requests if message in request.text)


async def test_connected_comes_right_after_the_handshake(socket_url: str, session: str) -> None:
    async with connect(f"{socket_url}?session_id={session}") as socket:
        connected = await hear(socket)
    assert (connected["type"], connected["session_id"]) == ("connected", session)
    assert "run_id" not in connected and "seq" not in connected


async def test_a_session_id_is_made_when_there_is_none(socket_url: str) -> None:
    async with connect(socket_url) as one, connect(socket_url) as two:
        assert (await hear(one))["session_id"] != (await hear(two))["session_id"]


async def test_a_message_is_answered_with_the_events_of_its_run(
    socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(4))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=message)
        seen = await run_over_socket(socket)
    assert [event["type"] for event in seen] == ["connected", "llm_start", *["token"] * 4, "llm_end", "done"]
    assert_numbered(seen)


async def test_ping_is_answered_while_a_run_goes_on(
    socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(40, tokens_per_second=20))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=message)
        await hear_until(socket, "token")
        await say(socket, type="ping")
        assert (await hear_until(socket, "pong"))[-1] == {"type": "pong"}
        await say(socket, type="cancel")
        await hear_until(socket, "cancelled")


async def test_a_cancel_is_seen_at_once_and_the_provider_sees_the_connection_close(
    socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(400, tokens_per_second=20))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=message)
        await hear_until(socket, "token")
        await say(socket, type="cancel")
        last = (await hear_until(socket, "cancelled"))[-1]
    [request] = [request for request in provider.requests if message in request.text]
    provider.wait_for(lambda _: request.disconnected_at is not None)
    assert request.tokens_sent < 200  # of 400: how soon, tests marked `alone` tell
    assert last["cost_summary"]["estimated"] is True
    assert last["result"].startswith("w0 ")


async def test_cancel_by_run_id_and_again_changes_nothing(
    socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(400, tokens_per_second=20))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=message)
        run_id = (await hear_until(socket, "token"))[-1]["run_id"]
        for _ in range(3):
            await say(socket, type="cancel", run_id=run_id)
        await hear_until(socket, "cancelled")
        await say(socket, type="cancel", run_id=run_id)
        await say(socket, type="ping")
        assert (await hear(socket))["type"] == "pong"


async def test_a_message_while_a_run_is_going_gets_run_in_progress(
    socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(400, tokens_per_second=20))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=message)
        run_id = (await hear_until(socket, "token"))[-1]["run_id"]
        await say(socket, type="message", message="another")
        refused = (await hear_until(socket, "error"))[-1]
        assert refused["error_type"] == "run_in_progress"
        assert "seq" not in refused and "run_id" not in refused
        assert refused["running"] == run_id
        await say(socket, type="cancel", run_id=run_id)
        await hear_until(socket, "cancelled")


async def test_on_busy_interrupt_cancels_then_runs(
    socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(f"{message} first", words(400, tokens_per_second=20))
    provider.when(f"{message} second", words(3))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=f"{message} first")
        await hear_until(socket, "token")
        await say(socket, type="message", message=f"{message} second", on_busy="interrupt")
        await hear_until(socket, "cancelled")
        assert (await hear_until(socket, "done"))[-1]["result"] == "w0 w1 w2 "


async def test_on_busy_enqueue_runs_one_after_the_other(
    socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(f"{message} first", words(10, tokens_per_second=20))
    provider.when(f"{message} second", words(3))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=f"{message} first")
        await say(socket, type="message", message=f"{message} second", on_busy="enqueue")
        first, second = await hear_until(socket, "done"), await hear_until(socket, "done")
    assert len(of_type(first, "token")) == 10
    assert len(of_type(second, "token")) == 3


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[]",
        "null",
        '{"type":"message"}',
        '{"type":"message","message":""}',
        '{"type":"message","message":7}',
        '{"type":["message"]}',
        '{"type":"shout"}',
        '{"type":"resume","run_id":"x","after":-1}',
        json.dumps({"type": "message", "message": "x" * 32_001}),
    ],
)
async def test_a_bad_message_gets_an_error_event_and_then_4400(socket_url: str, bad: str) -> None:
    async with connect(socket_url) as socket:
        await hear(socket)
        await socket.send(bad)
        error = await hear(socket)
        assert (error["type"], error["error_type"]) == ("error", "bad_message")
        assert "run_id" not in error
        assert await close_code(socket) == 4400


async def test_a_binary_message_is_a_bad_message(socket_url: str) -> None:
    async with connect(socket_url) as socket:
        await hear(socket)
        await socket.send(b"\x00")
        assert (await hear(socket))["error_type"] == "bad_message"
        assert await close_code(socket) == 4400


async def test_a_message_that_is_too_large_closes_with_4413(socket_url: str) -> None:
    async with connect(socket_url) as socket:
        await hear(socket)
        await socket.send("x" * 600_000)
        assert (await hear(socket))["error_type"] == "too_large"
        assert await close_code(socket) == 4413


async def test_32000_characters_are_a_message(socket_url: str, provider: FakeProvider, message: str) -> None:
    provider.when(message, words(1))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=message.ljust(32_000, "é"))
        assert (await run_over_socket(socket))[-1]["type"] == "done"


async def test_a_session_id_with_other_characters_is_refused(socket_url: str) -> None:
    async with connect(f"{socket_url}?session_id=a%20b") as socket:
        assert await close_code(socket) == 4400


async def test_a_client_that_comes_back_resumes_without_a_gap(
    socket_url: str, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(20, tokens_per_second=20))
    async with connect(f"{socket_url}?session_id={session}") as socket:
        await say(socket, type="message", message=message)
        first = await hear_until(socket, "token")
    last = first[-1]
    async with connect(f"{socket_url}?session_id={session}") as socket:
        await say(socket, type="resume", run_id=last["run_id"], after=last["seq"])
        rest = await run_over_socket(socket)
    assert_numbered([*first, *run_events(rest)])
    assert rest[-1]["type"] == "done"


async def test_leaving_does_not_cancel_the_run(
    client: httpx.AsyncClient, socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(10, tokens_per_second=20))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=message)
        run_id = (await hear_until(socket, "token"))[-1]["run_id"]
    await asyncio.sleep(0.7)
    async with client.stream("GET", f"/chat/runs/{run_id}/stream") as response:
        assert (await all_events(response))[-1]["type"] == "done"


async def test_the_same_client_message_id_twice_is_one_run(
    socket_url: str, provider: FakeProvider, message: str, session: str
) -> None:
    url = f"{socket_url}?session_id={session}"
    async with connect(url) as one, connect(url) as two:
        for socket in (one, two):
            await say(socket, type="message", message=message, client_message_id="m-1")
        first, second = await run_over_socket(one), await run_over_socket(two)
    assert run_events(first) == run_events(second)
    assert len([request for request in provider.requests if message in request.text]) == 1


async def test_a_foreign_origin_is_accepted_and_closed_with_4403(socket_url: str) -> None:
    async with connect(socket_url, origin="https://evil.example") as socket:  # type: ignore[arg-type]
        assert await close_code(socket) == 4403


async def test_a_cross_site_socket_is_closed_with_4403(socket_url: str) -> None:
    async with connect(socket_url, additional_headers={"Sec-Fetch-Site": "cross-site"}) as socket:
        assert await close_code(socket) == 4403


async def test_its_own_origin_may_connect(socket_url: str, base_url: str) -> None:
    async with connect(socket_url, origin=base_url) as socket:  # type: ignore[arg-type]
        assert (await hear(socket))["type"] == "connected"


async def test_a_reader_too_slow_is_closed_with_4408_and_the_run_goes_on(
    client: httpx.AsyncClient, socket_url: str, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, Reply(tokens=("x" * 8_000,) * 2_500))
    async with connect(f"{socket_url}?session_id={session}", max_queue=1, compression=None) as socket:
        await say(socket, type="message", message=message)
        run_id = (await hear_until(socket, "token"))[-1]["run_id"]
        watching = asyncio.create_task(run_from_its_beginning(client, run_id))
        await asyncio.to_thread(provider.wait_for, lambda seen: sent(seen, message) == 2_500, 60)
        # Longer than the server's patience, and shorter than the ten seconds a server waits for the answer to
        # its close before it drops the connection, and what is still on its way with it.
        await asyncio.sleep(6)
        assert await close_code(socket) == 4408
        seen = await watching
        assert seen[-1]["type"] == "done"
        assert len(of_type(seen, "token")) == 2_500
    async with connect(f"{socket_url}?session_id={session}", max_size=None) as socket:
        await say(socket, type="resume", run_id=run_id, after=2_500)
        assert len(text_of(await run_over_socket(socket))) == 8_000


async def test_a_tool_that_waits_is_answered_on_the_socket(
    socket_url: str, kit_server: ServedAgent, provider: FakeProvider, message: str
) -> None:
    call = ToolCall("ask_somebody", {"question": "how many?"}, id="call-1")
    provider.when(message, Reply(text="", tool_calls=(call,)), Reply(text="Thank you."))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=message)
        await hear_until(socket, "tool_waiting")
        await say(socket, type="tool_result", call_id="call-1", output={"number": 42})
        seen = await hear_until(socket, "done")
        await say(socket, type="tool_result", call_id="call-1", output=1)
        assert (await hear(socket))["error_type"] == "not_waiting"
    assert "42" in of_type(seen, "tool_end")[0]["output"]


async def test_shutdown_closes_sockets_with_1001_after_the_runs_last_event(
    start_server: Callable[..., ServedAgent], provider: FakeProvider, message: str
) -> None:
    server = start_server()
    provider.when(message, words(400, tokens_per_second=20))
    url = server.base_url.replace("http", "ws") + "/chat/ws"
    async with connect(url) as busy, connect(url) as idle:
        await say(busy, type="message", message=message)
        await hear_until(busy, "token")
        stopping = asyncio.create_task(asyncio.to_thread(server.end))
        last = (await hear_until(busy, "error"))[-1]
        assert last["error_type"] == "interrupted"
        assert last["cost_summary"]["completion_tokens"] > 0
        assert await close_code(busy) == 1001
        assert await close_code(idle) == 1001
        await stopping


async def test_a_port_of_its_own_is_really_served(
    start_server: Callable[..., ServedAgent], message: str
) -> None:
    port = free_port()
    start_server(TEST_WEBSOCKET_PORT=str(port))
    async with connect(f"ws://127.0.0.1:{port}/chat/ws") as socket:
        await say(socket, type="message", message=message)
        assert (await run_over_socket(socket))[-1]["type"] == "done"


async def test_what_a_socket_follows_already_is_not_sent_to_it_twice(
    socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(40, tokens_per_second=20))
    async with connect(socket_url) as socket:
        await say(socket, type="message", message=message, client_message_id=message)
        first = await hear_until(socket, "token")
        await say(socket, type="message", message=message, client_message_id=message)
        await say(socket, type="resume", run_id=first[-1]["run_id"], after=0)
        events = [*first, *await hear_until(socket, "done")]
        numbers = [event["seq"] for event in events if "seq" in event]
        assert numbers == list(range(1, len(numbers) + 1))
