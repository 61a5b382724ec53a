"""What the reference exporter gets wrong, by its number in our study of it: T1 to T16, and sections 3 to 8.

Here are those of the server; the generator's own are tested beside the generator.
"""

from __future__ import annotations

import asyncio
import json
import time

import httpx
from websockets.asyncio.client import connect

from tests.exporter.kit.protocol.served import ServedAgent
from tests.exporter.kit.protocol.streams import all_events, events, of_type, run_over_socket, text_of, until
from tests.fakes import FakeProvider, Reply, ToolCall, words


async def test_t4_every_token_of_a_stream_is_delivered(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(20))
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        seen = await all_events(response)
    assert text_of(seen) == "".join(f"w{number} " for number in range(20))


async def test_t5_a_cancel_on_the_socket_stops_the_agent_and_not_the_sender(
    socket_url: str, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(400, tokens_per_second=40))
    async with connect(socket_url) as socket:
        await socket.send(json.dumps({"type": "message", "message": message}))
        while json.loads(await socket.recv())["type"] != "token":
            pass
        await socket.send('{"type":"cancel"}')
        seen = await run_over_socket(socket)
    assert seen[-1]["type"] == "cancelled"
    [request] = [request for request in provider.requests if message in request.text]
    await asyncio.to_thread(provider.wait_for, lambda _: request.disconnected_at is not None)
    assert request.tokens_sent < 400


async def test_t6_t7_the_cost_of_a_token_is_not_zero_and_the_model_is_not_a_class_name(
    client: httpx.AsyncClient, message: str
) -> None:
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        seen = await all_events(response)
    assert all(token["cost"] > 0 for token in of_type(seen, "token"))
    assert seen[-1]["cost_summary"]["total_cost"] > 0
    assert {event["model"] for event in of_type(seen, "llm_start")} == {"gpt-4o"}


async def test_t8_gpt_4o_has_its_own_price_and_not_gpt_4s(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(100))
    summary = (await client.post("/chat", json={"message": message})).json()["cost_summary"]
    assert summary["total_cost"] < 0.0012  # at gpt-4's price it would be 0.006


async def test_t9_the_cost_summary_counts_what_chat_used(
    client: httpx.AsyncClient, message: str, session: str
) -> None:
    used = (await client.post("/chat", json={"message": message, "session_id": session})).json()[
        "cost_summary"
    ]
    assert (await client.get("/cost-summary", params={"session_id": session})).json() == used
    assert used["total_tokens"] > 0


async def test_t10_two_sessions_do_not_share_one_conversation(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    await client.post("/chat", json={"message": f"{message} my secret", "session_id": f"{session}-ann"})
    await client.post("/chat", json={"message": f"{message} hello", "session_id": f"{session}-bob"})
    [request] = [request for request in provider.requests if f"{message} hello" in request.text]
    assert "my secret" not in str(request.body)


async def test_t11_a_second_tab_does_not_take_the_stream_from_the_first(
    socket_url: str, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(20, tokens_per_second=40))
    async with connect(f"{socket_url}?session_id={session}") as first:
        await first.send(json.dumps({"type": "message", "message": message}))
        async with connect(f"{socket_url}?session_id={session}") as second:
            await second.recv()
        assert len(of_type(await run_over_socket(first), "token")) == 20


async def test_t12_nobody_pays_for_a_run_that_nobody_watches(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(1_000, tokens_per_second=40))
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        await until(events(response), "token")
    [request] = [request for request in provider.requests if message in request.text]
    await asyncio.to_thread(provider.wait_for, lambda _: request.disconnected_at is not None)


async def test_t13_no_page_of_another_site_wipes_a_session(
    client: httpx.AsyncClient, message: str, session: str
) -> None:
    await client.post("/chat", json={"message": message, "session_id": session})
    answer = await client.delete(f"/sessions/{session}", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers
    assert (await client.get(f"/sessions/{session}")).status_code == 200


async def test_t16_get_streams_as_users_were_told(client: httpx.AsyncClient, message: str) -> None:
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        assert response.status_code == 200
        assert (await all_events(response))[-1]["type"] == "done"


async def test_section_3_a_slow_chat_does_not_block_the_others(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, Reply(first_token_delay=2))
    slow = asyncio.create_task(client.post("/chat", json={"message": message}))
    await asyncio.to_thread(provider.wait_for, lambda seen: any(message in one.text for one in seen))
    started = time.monotonic()
    assert (await client.get("/health")).status_code == 200
    assert not slow.done() and time.monotonic() - started < 2
    assert (await slow).status_code == 200


async def test_section_3_a_session_that_is_not_there_is_not_cleared_with_a_200(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.delete("/sessions/never-heard-of")).status_code == 404


async def test_section_7_a_failure_is_not_told_as_success(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, Reply(status=401))
    answer = await client.post("/chat", json={"message": message})
    assert answer.status_code >= 400
    assert set(answer.json()) == {"error"}


async def test_section_8_a_tool_without_a_body_is_not_told_as_success(
    client: httpx.AsyncClient, kit_server: ServedAgent, provider: FakeProvider, message: str
) -> None:
    provider.when(message, Reply(text="", tool_calls=(ToolCall("unwritten"),)), Reply(text="I could not."))
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        seen = await all_events(response)
    assert not of_type(seen, "tool_end")
    assert of_type(seen, "tool_error")[0]["error_type"] == "not_implemented"
    last = [request for request in provider.requests if message in request.text][-1]
    assert "not implemented" in str(last.body["messages"][-1])


async def test_section_8_a_tool_that_is_not_async_blocks_nobody(
    client: httpx.AsyncClient, kit_server: ServedAgent, provider: FakeProvider, message: str
) -> None:
    provider.when(
        message, Reply(text="", tool_calls=(ToolCall("blocking", {"seconds": 1.5}),)), Reply(text="Ok.")
    )
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        stream = events(response)
        await until(stream, "tool_start")
        await client.get("/health")
        rest = [event async for event in stream]
    assert of_type(rest, "tool_end")[0]["output"] == "blocked"
