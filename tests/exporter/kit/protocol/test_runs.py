"""PROTOCOL.md, "Runs" and POST /chat."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.exporter.kit.protocol.served import ServedAgent
from tests.exporter.kit.protocol.streams import all_events, events, of_type, run_events, text_of, until
from tests.fakes import FakeProvider, Reply, ToolCall, words


async def test_chat_answers_with_the_response_the_ids_and_the_costs(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, Reply(text="It is sunny."))
    answer = await client.post("/chat", json={"message": message, "session_id": session})
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"response", "session_id", "run_id", "cost_summary"}
    assert (body["response"], body["session_id"]) == ("It is sunny.", session)
    assert body["cost_summary"]["estimated"] is False


async def test_a_session_id_is_made_by_the_server_when_absent(
    client: httpx.AsyncClient, message: str
) -> None:
    one, two = [(await client.post("/chat", json={"message": message})).json() for _ in range(2)]
    assert one["session_id"] != two["session_id"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"message": ""},
        {"message": "x" * 32_001},
        {"message": 7},
        {"message": "hi", "session_id": ""},
        {"message": "hi", "session_id": "a b"},
        {"message": "hi", "session_id": "x" * 129},
        {"message": "hi", "session_id": "line\n"},
        {"message": "hi", "on_busy": "wait"},
    ],
)
async def test_what_is_not_a_message_is_a_422_in_the_one_error_shape(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    for path in ("/chat", "/chat/stream"):
        answer = await client.post(path, json=body)
        assert answer.status_code == 422
        assert set(answer.json()) == {"error"}
        assert {"code", "message"} <= set(answer.json()["error"])


async def test_every_other_refusal_has_the_same_shape(client: httpx.AsyncClient) -> None:
    for method, path, status in (
        ("GET", "/nothing", 404),
        ("DELETE", "/chat", 405),
        ("GET", "/sessions/unknown", 404),
        ("POST", "/chat/runs/unknown/cancel", 404),
    ):
        answer = await client.request(method, path)
        assert answer.status_code == status
        assert {"code", "message"} <= set(answer.json()["error"])


async def test_a_body_of_more_than_two_megabytes_is_a_413(client: httpx.AsyncClient) -> None:
    assert (await client.post("/chat", content=b"x" * 2_100_000)).status_code == 413

    async def pieces() -> object:
        for _ in range(30):
            yield b"x" * 100_000

    assert (await client.post("/chat", content=pieces())).status_code == 413  # type: ignore[arg-type]


async def test_a_busy_session_is_a_409_that_names_the_run(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(400, tokens_per_second=20))
    body = {"message": message, "session_id": session}
    async with client.stream("POST", "/chat/stream", json=body) as response:
        run_id = (await until(events(response), "token"))[-1]["run_id"]
        answer = await client.post("/chat", json={**body, "message": "something else"})
        assert answer.status_code == 409
        assert (answer.json()["error"]["code"], answer.json()["error"]["run_id"]) == (
            "run_in_progress",
            run_id,
        )
        await client.post(f"/chat/runs/{run_id}/cancel")


async def test_interrupt_cancels_the_run_that_is_going_and_enqueue_waits_for_it(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(f"{message} slow", words(400, tokens_per_second=20))
    provider.when(f"{message} next", words(10, tokens_per_second=20))
    provider.when(f"{message} last", Reply(text="the end"))

    def ask(text: str, on_busy: str) -> asyncio.Task[httpx.Response]:
        body = {"message": f"{message} {text}", "session_id": session, "on_busy": on_busy}
        return asyncio.create_task(client.post("/chat", json=body))

    slow = ask("slow", "reject")
    await asyncio.to_thread(
        provider.wait_for, lambda seen: any(f"{message} slow" in one.text for one in seen)
    )
    following = ask("next", "interrupt")
    await asyncio.to_thread(
        provider.wait_for, lambda seen: any(f"{message} next" in one.text for one in seen)
    )
    last = ask("last", "enqueue")
    assert ((await slow).status_code, (await slow).json()["error"]["code"]) == (409, "cancelled")
    assert (await following).json()["response"].startswith("w0 ")
    assert (await last).json()["response"] == "the end"


async def test_the_same_client_message_id_is_one_run_also_at_the_same_time(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(5, tokens_per_second=20))
    body = {"message": message, "session_id": session, "client_message_id": "m-1"}
    answers = await asyncio.gather(*(client.post("/chat", json=body) for _ in range(5)))
    later = await client.post("/chat", json=body)
    assert len({answer.json()["run_id"] for answer in [*answers, later]}) == 1
    assert {answer.json()["response"] for answer in [*answers, later]} == {"w0 w1 w2 w3 w4 "}
    assert len([request for request in provider.requests if message in request.text]) == 1


async def test_cancel_is_202_and_idempotent_and_the_provider_sees_the_close(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(400, tokens_per_second=20))
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        stream = events(response)
        run_id = (await until(stream, "token"))[-1]["run_id"]
        answers = [await client.post(f"/chat/runs/{run_id}/cancel") for _ in range(3)]
        last = (await until(stream, "cancelled"))[-1]
    answers.append(await client.post(f"/chat/runs/{run_id}/cancel"))
    assert {answer.status_code for answer in answers} == {202}
    assert answers[-1].json() == {"run_id": run_id, "state": "cancelled"}
    [request] = [request for request in provider.requests if message in request.text]
    await asyncio.to_thread(provider.wait_for, lambda _: request.disconnected_at is not None)
    assert request.tokens_sent < 200  # of 400: how soon, tests marked `alone` tell
    summary = last["cost_summary"]
    assert summary["estimated"] and summary["prompt_tokens"] > 0 and summary["completion_tokens"] > 0
    assert summary["total_cost"] > 0


async def test_a_run_that_was_cancelled_is_a_409_for_the_one_who_waited(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(400, tokens_per_second=20))
    waiting = asyncio.create_task(client.post("/chat", json={"message": message, "session_id": session}))
    await asyncio.to_thread(provider.wait_for, lambda seen: any(message in one.text for one in seen))
    busy = await client.post("/chat", json={"message": "other", "session_id": session})
    await client.post(f"/chat/runs/{busy.json()['error']['run_id']}/cancel")
    assert ((await waiting).status_code, (await waiting).json()["error"]["code"]) == (409, "cancelled")


async def test_a_cancel_that_comes_before_the_first_token_stops_the_run_too(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, Reply(first_token_delay=20))
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        stream = events(response)
        run_id = (await until(stream, "llm_start"))[-1]["run_id"]
        await client.post(f"/chat/runs/{run_id}/cancel")
        last = (await until(stream, "cancelled"))[-1]
    assert last["result"] == ""


async def test_no_tool_starts_after_a_cancel(
    client: httpx.AsyncClient, kit_server: ServedAgent, provider: FakeProvider, message: str
) -> None:
    calls = (ToolCall("slow", {"seconds": 1.5}), ToolCall("mark", {"name": "after-cancel"}))
    provider.when(message, Reply(tool_calls=calls[:1]), Reply(tool_calls=calls[1:]), Reply(text="never"))
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        stream = events(response)
        run_id = (await until(stream, "tool_start"))[-1]["run_id"]
        await client.post(f"/chat/runs/{run_id}/cancel")
        rest = [event async for event in stream]
    assert [event["type"] for event in rest] == ["cancelled"]
    await asyncio.sleep(2)
    assert not kit_server.marked("slow")
    assert not kit_server.marked("after-cancel")


async def test_nobody_watching_for_the_grace_period_cancels_the_run(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(400, tokens_per_second=20))
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        run_id = (await until(events(response), "token"))[-1]["run_id"]
    [request] = [request for request in provider.requests if message in request.text]
    await asyncio.to_thread(provider.wait_for, lambda _: request.disconnected_at is not None)
    async with client.stream("GET", f"/chat/runs/{run_id}/stream") as response:
        assert (await all_events(response))[-1]["type"] == "cancelled"


async def test_a_waiting_post_counts_as_a_viewer_until_it_leaves(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(50, tokens_per_second=20))
    assert (await client.post("/chat", json={"message": message})).status_code == 200
    provider.when(f"{message} again", words(400, tokens_per_second=20))
    with pytest.raises(httpx.ReadTimeout):
        await client.post("/chat", json={"message": f"{message} again"}, timeout=1)
    [request] = [request for request in provider.requests if f"{message} again" in request.text]
    await asyncio.to_thread(provider.wait_for, lambda _: request.disconnected_at is not None)


async def test_every_viewer_sees_every_event_once_and_in_order(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(30, tokens_per_second=30))
    query = {"message": message, "session_id": session}

    async def watch(path: str, params: dict[str, str] | None = None) -> list[dict[str, object]]:
        async with client.stream("GET", path, params=params) as response:
            return run_events(await all_events(response))

    async with client.stream("GET", "/chat/stream", params=query) as response:
        stream = events(response)
        start = await until(stream, "token")
        path = f"/chat/runs/{start[-1]['run_id']}/stream"
        others = await asyncio.gather(*(watch(path) for _ in range(3)), watch("/chat/stream", query))
        whole = run_events(start + [event async for event in stream])
    assert all(seen == whole for seen in others)


async def test_two_sessions_at_once_do_not_see_each_other(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(f"{message} one", words(10, tokens_per_second=30))
    provider.when(
        f"{message} two", Reply(tokens=tuple(f"v{number} " for number in range(10)), tokens_per_second=30)
    )

    async def ask(which: str) -> str:
        body = {"message": f"{message} {which}", "session_id": f"{session}-{which}"}
        async with client.stream("POST", "/chat/stream", json=body) as response:
            return text_of(await all_events(response))

    one, two = await asyncio.gather(ask("one"), ask("two"))
    assert one == "".join(f"w{number} " for number in range(10))
    assert two == one.replace("w", "v")


async def test_the_tools_of_a_run_report_what_happened_and_the_run_goes_on(
    client: httpx.AsyncClient, kit_server: ServedAgent, provider: FakeProvider, message: str
) -> None:
    calls = tuple(
        ToolCall(name, arguments, id=name)
        for name, arguments in (
            ("weather", {"city": "Rome"}),
            ("broken", {}),
            ("unwritten", {}),
            ("weather", {"town": "Rome"}),
            ("slow", {"seconds": 30}),
        )
    )
    provider.when(message, Reply(text="", tool_calls=calls), Reply(text="That is all."))
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        seen = await all_events(response)
    assert {event["call_id"] for event in of_type(seen, "tool_start")} == {call.id for call in calls}
    assert of_type(seen, "tool_end")[0]["output"] == "sunny in Rome"
    errors = {event["call_id"]: event for event in of_type(seen, "tool_error")}
    assert errors["unwritten"]["error_type"] == "not_implemented"
    assert errors["slow"]["error_type"] == "timeout"
    assert errors["weather"]["error_type"] == "invalid_arguments"
    assert "it broke" in errors["broken"]["error"] and "sk-abc" not in errors["broken"]["error"]
    assert seen[-1]["result"] == "That is all."
    [_, second] = [request for request in provider.requests if message in request.text]
    told = str(second.body["messages"])
    assert "not implemented" in told and "sunny in Rome" in told


@pytest.mark.parametrize("answer", [{"output": "forty-two"}, {"error": "no"}])
async def test_somebody_can_answer_a_tool_that_waits(
    client: httpx.AsyncClient,
    kit_server: ServedAgent,
    provider: FakeProvider,
    message: str,
    answer: dict[str, str],
) -> None:
    call = ToolCall("ask_somebody", {"question": "how many?"}, id="call-1")
    provider.when(message, Reply(text="", tool_calls=(call,)), Reply(text="Thank you."))
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        stream = events(response)
        waiting = (await until(stream, "tool_waiting"))[-1]
        assert waiting["input"] == {"question": "how many?"}
        path = f"/chat/runs/{waiting['run_id']}/tools/call-1"
        await asyncio.sleep(2.5)  # longer than a tool may take by itself
        assert (await client.post(path, json=answer)).status_code == 202
        assert (await client.post(path, json=answer)).status_code == 409
        rest = [event async for event in stream]
    assert rest[-1]["type"] == "done"
    if "output" in answer:
        assert of_type(rest, "tool_end")[0]["output"] == "forty-two"
    else:
        assert of_type(rest, "tool_error")[0]["error"] == "no"
