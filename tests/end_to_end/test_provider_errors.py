"""What an exported project's users see when the model provider refuses, breaks off or falls silent."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.fakes import Reply, words
from tests.generated.fake_environment import KEY
from tests.generated.viewers import stream_events, text_of, types_of

SECRET = "upstream says: the key sk-live-abcdefghijklmnopqrstuvwxyz is wrong"
REFUSALS = [
    (401, 502, "provider_error"),
    (403, 502, "provider_error"),
    (429, 429, "rate_limited"),
    (500, 502, "provider_error"),
]


@pytest.mark.parametrize(("refusal", "status", "kind"), REFUSALS)
def test_a_refusal_is_an_error_status_in_clear_words_without_secrets(
    server, provider, session_id, refusal, status, kind
):
    provider.always(Reply(status=refusal, error=SECRET))
    body = {"message": "hello", "session_id": session_id}
    answer = httpx.post(f"{server.url}/chat", json=body, timeout=30)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["code"] == kind
    assert str(refusal) in error["message"]
    assert "sk-live" not in answer.text
    assert KEY not in answer.text
    assert "sk-live" not in server.log
    assert KEY not in server.log


@pytest.mark.parametrize("refusal", [401, 429, 500])
def test_a_stream_of_a_refused_run_ends_with_one_error_event(server, provider, session_id, refusal):
    provider.always(Reply(status=refusal, error=SECRET))
    got = stream_events(server.url, "hello", session_id)
    last = got[-1]
    assert last["type"] == "error"
    assert {"error", "error_type", "cost_summary", "run_id", "seq"} <= last.keys()
    assert [event["type"] for event in got].count("error") == 1
    assert "sk-live" not in json.dumps(got)
    assert last["cost_summary"]["total_tokens"] == 0


def test_a_failure_before_the_first_token_is_tried_again_and_nobody_notices(server, provider, session_id):
    provider.answer(Reply(status=500), Reply(status=429), Reply(text="third time lucky"))
    got = stream_events(server.url, "hello", session_id)
    assert got[-1]["type"] == "done"
    assert text_of(got) == "third time lucky"
    assert len(provider.requests) == 3


@pytest.mark.parametrize(
    "reply", [words(9, drop_after=4), words(9, error_after=4)], ids=["dropped connection", "error event"]
)
def test_after_the_first_token_nothing_is_tried_again_and_no_text_is_shown_twice(
    server, provider, session_id, reply
):
    provider.answer(reply)
    got = stream_events(server.url, "hello", session_id)
    assert text_of(got) == "w0 w1 w2 w3 "
    assert got[-1]["type"] == "error"
    assert got[-1]["error_type"] == "provider_error"
    assert len(provider.requests) == 1
    summary = got[-1]["cost_summary"]
    assert summary["estimated"] is True
    assert summary["completion_tokens"] > 0


def test_a_provider_that_falls_silent_is_given_up(server, provider, session_id):
    provider.answer(words(9, stall_after=3))
    got = stream_events(server.url, "hello", session_id)
    assert types_of(got) == ["connected", "llm_start", "token", "error"]
    assert got[-1]["error_type"] == "timeout"
    provider.wait_for(lambda seen: seen[0].disconnected_at is not None)
    assert len(provider.requests) == 1


def test_the_session_goes_on_after_a_failed_run(server, provider, session_id):
    provider.answer(words(9, drop_after=2), Reply(text="better now"))
    stream_events(server.url, "hello", session_id)
    assert stream_events(server.url, "again", session_id)[-1]["result"] == "better now"


def test_a_failed_run_is_never_a_success(server, provider, session_id):
    provider.answer(words(9, drop_after=2))
    body = {"message": "hello", "session_id": session_id}
    answer = httpx.post(f"{server.url}/chat", json=body, timeout=30)
    assert answer.status_code >= 500
    assert {"code", "message"} <= answer.json()["error"].keys()
