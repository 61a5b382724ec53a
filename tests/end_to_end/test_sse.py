"""Server-sent events of an exported project, read as the standard says."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.fakes import Reply, ToolCall, Usage, words
from tests.generated.viewers import Frame, events, frames, sse, stream_events, text_of, types_of


def read_frames(response: httpx.Response, until: int | None = None) -> list[Frame]:
    got = []
    for frame in frames(response.iter_lines()):
        got.append(frame)
        if until is not None and sum(f.event is not None for f in got) == until:
            break
    return got


def test_a_run_is_told_in_order_and_numbered_without_gaps(server, provider, session_id):
    provider.answer(words(6))
    got = stream_events(server.url, "hello", session_id)
    assert types_of(got) == ["connected", "llm_start", "token", "llm_end", "done"]
    connected, *run = got
    assert connected["session_id"] == session_id
    assert "run_id" not in connected
    assert [event["seq"] for event in run] == list(range(1, len(run) + 1))
    assert len({event["run_id"] for event in run}) == 1
    assert text_of(got) == run[-1]["result"] == "w0 w1 w2 w3 w4 w5 "


def test_frames_have_an_id_and_no_name_and_the_first_is_empty(server, provider, session_id):
    with sse(f"{server.url}/chat/stream", {"message": "hello", "session_id": session_id}) as response:
        kind = response.headers["content-type"]
        cache, buffering = response.headers["cache-control"], response.headers["x-accel-buffering"]
        got = read_frames(response)
    assert kind.startswith("text/event-stream")
    assert (cache, buffering) == ("no-cache, no-transform", "no")
    assert "content-encoding" not in response.headers
    first, connected, *run = [frame for frame in got if frame.comment is None]
    assert (first.retry, first.event) == (2000, None)
    run_id = str(first.id).removesuffix(":0")
    assert (connected.id, connected.event["type"]) == (None, "connected")
    assert [frame.id for frame in run] == [f"{run_id}:{number}" for number in range(1, len(run) + 1)]
    assert all("event" not in frame.names for frame in got)


def test_the_stream_opens_before_the_provider_answers(server, provider, session_id):
    provider.answer(Reply(text="late", first_token_delay=1.5))
    with sse(f"{server.url}/chat/stream", {"message": "hello", "session_id": session_id}) as response:
        got = read_frames(response, until=1)
        assert got[-1].event["type"] == "connected"
        assert not provider.requests or provider.requests[0].finished_at is None


def test_silence_is_filled_with_heartbeats(server, provider, session_id):
    provider.answer(Reply(text="late", first_token_delay=4.5))
    with sse(f"{server.url}/chat/stream", {"message": "hello", "session_id": session_id}) as response:
        got = read_frames(response)
    assert any(frame.comment == "heartbeat" for frame in got)
    assert got[-1].event["type"] == "done"


def test_a_message_in_a_post_body_gets_the_same_stream(server, provider, session_id):
    provider.when("sent in a body", Reply(text="posted"))
    body = {"message": "sent in a body", "session_id": session_id}
    with sse(f"{server.url}/chat/stream", method="POST", json=body) as response:
        assert text_of(list(events(response))) == "posted"


def test_line_separators_do_not_break_a_frame(server, provider, session_id):
    provider.answer(Reply(tokens=("a\u2028b", "\u2029", "c\n\nd", "é\U0001f600")))
    with sse(f"{server.url}/chat/stream", {"message": "hi", "session_id": session_id}) as response:
        raw = response.read()
    assert raw.isascii()
    data = [json.loads(line[6:]) for line in raw.decode().split("\n") if line.startswith("data: ")]
    assert text_of(data) == "a\u2028b\u2029c\n\ndé\U0001f600"


def test_a_viewer_that_reconnects_sees_every_event_once(server, provider, session_id):
    provider.answer(words(40, tokens_per_second=40))
    url = f"{server.url}/chat/stream"
    seen: list[Frame] = []
    with sse(url, {"message": "hello", "session_id": session_id}) as response:
        seen += [frame for frame in read_frames(response, until=8) if frame.event]
    while seen[-1].event["type"] != "done":
        last = {"Last-Event-ID": seen[-1].id}
        with sse(url, {"message": "hello", "session_id": session_id}, headers=last) as response:
            assert response.status_code == 200
            seen += [frame for frame in read_frames(response, until=12) if frame.id and frame.event]
    run = [frame.event for frame in seen if frame.event["type"] != "connected"]
    assert [event["seq"] for event in run] == list(range(1, len(run) + 1))
    assert text_of(run) == run[-1]["result"]
    assert len(provider.requests) == 1


def test_a_reconnection_after_the_end_gets_nothing_and_starts_nothing(server, provider, session_id):
    url = f"{server.url}/chat/stream"
    with sse(url, {"message": "hello", "session_id": session_id}) as response:
        last = [frame for frame in read_frames(response) if frame.id][-1]
    for known in (last.id, "no-such-run:3"):
        headers = {"Last-Event-ID": str(known)}
        again = httpx.get(url, params={"message": "hello", "session_id": session_id}, headers=headers)
        assert again.status_code == 204
    assert len(provider.requests) == 1


def test_a_run_can_be_read_again_from_any_point(server, provider, session_id):
    provider.answer(words(5))
    whole = stream_events(server.url, "hello", session_id)[1:]
    url = f"{server.url}/chat/runs/{whole[0]['run_id']}/stream"
    with sse(url, {"after": "2"}) as response:
        part = [event for event in events(response) if event["type"] != "connected"]
    assert part == whole[2:]


def test_two_viewers_of_one_run_see_the_same(server, provider, session_id):
    provider.answer(words(30, tokens_per_second=30))
    url, query = f"{server.url}/chat/stream", {"message": "hello", "session_id": session_id}
    with sse(url, query) as first:
        one = events(first)
        next(one), next(one)
        with sse(url, query) as second:
            two = list(events(second))
        rest = list(one)
    assert rest[-1] == two[-1]
    assert text_of(rest) == text_of(two) == rest[-1]["result"]
    assert len(provider.requests) == 1


def test_running_totals_do_not_go_down_and_end_at_what_the_provider_says(server, provider, session_id):
    provider.answer(words(20, usage=Usage(input=1000, output=25, cached=400)))
    got = stream_events(server.url, "hello", session_id)
    tokens = [event for event in got if event["type"] == "token"]
    for field in ("token_count", "cost"):
        values = [float(event[field]) for event in tokens]
        assert values == sorted(values)
        assert values[0] > 0
    assert all(event["estimated"] is True for event in tokens)
    summary = got[-1]["cost_summary"]
    assert (summary["prompt_tokens"], summary["completion_tokens"]) == (1000, 25)
    assert (summary["total_tokens"], summary["cached_tokens"]) == (1025, 400)
    # gpt-4o: 2.50 a million in, 1.25 cached, 10 out.
    assert float(summary["total_cost"]) == pytest.approx((600 * 2.5 + 400 * 1.25 + 25 * 10) / 1e6)
    assert (summary["priced"], summary["estimated"], summary["model"]) == (True, False, "gpt-4o")


def test_prompts_are_shown_without_the_system_prompt(server, provider, session_id):
    got = stream_events(server.url, "what is up", session_id)
    [start] = [event for event in got if event["type"] == "llm_start"]
    assert "what is up" in json.dumps(start["prompts"])
    assert "marzipan" not in json.dumps(got)
    sent = provider.requests[0].body["messages"][0]
    assert sent["role"] in {"system", "developer"}
    assert 'marzipan {braces} \\ "quotes"' in json.dumps(sent["content"]).encode().decode("unicode_escape")


def test_a_tool_without_a_body_says_so_to_the_model_and_the_user(server, provider, session_id):
    call = ToolCall("book_table", {"guests": 2}, id="call_1")
    provider.answer(Reply(text="", tool_calls=(call,)), Reply(text="Sorry."))
    got = stream_events(server.url, "book", session_id)
    kinds = types_of(got)
    assert kinds[1:7] == ["llm_start", "llm_end", "tool_start", "tool_error", "llm_start", "token"]
    [failed] = [event for event in got if event["type"] == "tool_error"]
    assert "not implemented" in failed["error"].lower()
    assert failed["call_id"] == "call_1"
    told = provider.requests[1].body["messages"][-1]
    assert told["role"] == "tool"
    assert "not implemented" in told["content"].lower()
    assert got[-1]["type"] == "done"


@pytest.mark.parametrize(
    "query", [{"message": ""}, {"message": "x" * 32_001}, {"message": "a", "session_id": "a b"}, {}]
)
def test_a_bad_request_is_refused_with_the_error_shape(server, query):
    answer = httpx.get(f"{server.url}/chat/stream", params=query)
    assert answer.status_code == 422
    assert {"code", "message"} <= answer.json()["error"].keys()
