"""PROTOCOL.md, "Server-sent events"."""

from __future__ import annotations

import httpx
import pytest

from tests.exporter.kit.protocol.streams import (
    Frame,
    all_events,
    assert_numbered,
    events,
    frames,
    of_type,
    run_events,
    text_of,
    until,
)
from tests.fakes import FakeProvider, Reply, words


async def read(client: httpx.AsyncClient, **query: str) -> list[Frame]:
    async with client.stream("GET", "/chat/stream", params=query) as response:
        assert response.status_code == 200
        return [frame async for frame in frames(response)]


async def test_the_headers_keep_proxies_from_caching_buffering_and_compressing(
    client: httpx.AsyncClient, message: str
) -> None:
    query = {"message": message}
    async with client.stream(
        "GET", "/chat/stream", params=query, headers={"Accept-Encoding": "gzip"}
    ) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-cache, no-transform"
        assert response.headers["x-accel-buffering"] == "no"
        assert "content-encoding" not in response.headers


async def test_the_stream_opens_with_retry_and_the_runs_id_before_any_event(
    client: httpx.AsyncClient, message: str
) -> None:
    first, connected, *rest = await read(client, message=message)
    run_id = rest[0].event["run_id"]
    assert (first.retry, first.id, first.data) == ("2000", f"{run_id}:0", None)
    assert connected.id is None
    assert connected.event["type"] == "connected"


async def test_the_id_is_sent_before_the_model_is_called(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    async with client.stream("GET", "/chat/stream", params={"message": message}) as response:
        stream = frames(response)
        assert (await anext(stream)).id is not None
        async for frame in stream:
            if frame.data and frame.event["type"] == "llm_start":
                return
    pytest.fail(f"no llm_start; the provider saw {len(provider.requests)} requests")


async def test_each_frame_has_an_id_of_run_and_seq_one_data_line_and_no_event_line(
    client: httpx.AsyncClient, message: str
) -> None:
    _, _, *rest = await read(client, message=message)
    for frame in rest:
        assert frame.fields == ["id", "data"]
        assert frame.id == f"{frame.event['run_id']}:{frame.event['seq']}"


async def test_json_is_ascii_so_that_line_separators_cannot_split_a_frame(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    said = "Zeile\u2028Ende \u00e9 \U0001f600 \r\n fertig"
    provider.when(message, Reply(tokens=(said, " x")))
    seen = [frame for frame in await read(client, message=message) if frame.data]
    assert all(frame.data.isascii() for frame in seen if frame.data)
    assert text_of([frame.event for frame in seen]) == said + " x"


async def test_silence_is_broken_by_a_heartbeat_before_httpx_gives_up(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, Reply(first_token_delay=4.0))
    async with client.stream("GET", "/chat/stream", params={"message": message}, timeout=5) as response:
        comments = [frame.comment async for frame in frames(response) if frame.comment is not None]
    assert "heartbeat" in comments


async def test_there_is_no_heartbeat_while_events_come(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(40, tokens_per_second=10))
    assert not [frame for frame in await read(client, message=message) if frame.comment is not None]


async def test_the_stream_ends_after_the_last_event(client: httpx.AsyncClient, message: str) -> None:
    seen = [frame.event for frame in await read(client, message=message) if frame.data]
    assert seen[-1]["type"] == "done"
    assert_numbered(seen)


async def test_post_gives_the_same_stream_with_the_message_out_of_the_address(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(3))
    body = {"message": message, "session_id": session}
    async with client.stream("POST", "/chat/stream", json=body) as response:
        seen = await all_events(response)
    assert [event["type"] for event in seen] == ["connected", "llm_start", *["token"] * 3, "llm_end", "done"]
    assert seen[0]["session_id"] == session


async def test_coming_back_with_last_event_id_goes_on_where_the_run_was(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(20, tokens_per_second=20))
    query = {"message": message, "session_id": session}
    async with client.stream("GET", "/chat/stream", params=query) as response:
        first = await until(events(response), "token")
    last = first[-1]
    headers = {"Last-Event-ID": f"{last['run_id']}:{last['seq']}"}
    async with client.stream("GET", "/chat/stream", params=query, headers=headers) as response:
        rest = await all_events(response)
    assert_numbered([*first, *run_events(rest)])
    assert text_of(first + rest) == "".join(f"w{number} " for number in range(20))


async def test_last_event_id_zero_brings_the_whole_run(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(5))
    whole = [frame for frame in await read(client, message=message, session_id=session) if frame.data]
    run_id = whole[-1].event["run_id"]
    headers = {"Last-Event-ID": f"{run_id}:0"}
    async with client.stream("GET", "/chat/stream", params={"message": message}, headers=headers) as response:
        again = await all_events(response)
    assert run_events(again) == run_events([frame.event for frame in whole])


async def test_eventsource_that_reconnects_after_the_end_gets_204(
    client: httpx.AsyncClient, message: str
) -> None:
    last = (await read(client, message=message))[-1]
    headers = {"Last-Event-ID": last.id or ""}
    for path in ("/chat/stream", f"/chat/runs/{last.event['run_id']}/stream"):
        answer = await client.get(path, params={"message": message}, headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("last_event_id", ["0123456789abcdef:3", "nonsense", "a:b:c", ":", "-1"])
async def test_a_last_event_id_never_starts_a_run(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, last_event_id: str
) -> None:
    for method in ("GET", "POST"):
        answer = await client.request(
            method,
            "/chat/stream",
            params={"message": message},
            json={"message": message} if method == "POST" else None,
            headers={"Last-Event-ID": last_event_id},
        )
        assert answer.status_code == 204
    assert not [request for request in provider.requests if message in request.text]


async def test_after_is_the_same_as_last_event_id(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(5))
    run_id = (await read(client, message=message))[-1].event["run_id"]
    async with client.stream("GET", f"/chat/runs/{run_id}/stream", params={"after": 3}) as response:
        rest = await all_events(response)
    assert_numbered(rest, first=4)
    assert rest[-1]["type"] == "done"


async def test_a_run_that_nobody_knows_is_a_404(client: httpx.AsyncClient) -> None:
    answer = await client.get("/chat/runs/0123456789abcdef/stream")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "no_such_run"


async def test_get_with_the_very_message_that_is_running_joins_that_run(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(20, tokens_per_second=20))
    query = {"message": message, "session_id": session}
    async with client.stream("GET", "/chat/stream", params=query) as one:
        first = events(one)
        seen_first = await until(first, "token")
        async with client.stream("GET", "/chat/stream", params=query) as two:
            seen_second = await all_events(two)
        seen_first += [event async for event in first]
    assert run_events(seen_first) == run_events(seen_second)
    assert len([request for request in provider.requests if message in request.text]) == 1
    assert len(of_type(seen_second, "done")) == 1


async def test_a_reader_that_never_reads_does_not_hold_the_run_up(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, Reply(tokens=("x" * 8_000,) * 1_000))
    query = {"message": message, "session_id": session}
    async with client.stream("GET", "/chat/stream", params=query) as stuck:
        seen = await until(events(stuck), "llm_start")
        run_id = seen[-1]["run_id"]
        async with client.stream("GET", f"/chat/runs/{run_id}/stream", timeout=60) as reader:
            rest = await all_events(reader)
        assert rest[-1]["type"] == "done"
        assert_numbered(rest)
