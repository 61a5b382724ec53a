"""What providers do to us, and what the user is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.exporter.kit.protocol.served import ServedAgent
from tests.exporter.kit.protocol.streams import all_events, assert_numbered, of_type, text_of
from tests.fakes import FakeProvider, Reply, words

SECRET = "sk-test-key-that-nobody-may-see"


async def stream(client: httpx.AsyncClient, message: str, **more: str) -> list[dict[str, Any]]:
    async with client.stream("POST", "/chat/stream", json={"message": message, **more}) as response:
        return await all_events(response)


def asked(provider: FakeProvider, message: str) -> int:
    return len([request for request in provider.requests if message in request.text])


@pytest.mark.parametrize(
    ("status", "error_type", "answer_status", "requests"),
    [
        (401, "provider_error", 502, 1),
        (403, "provider_error", 502, 1),
        (404, "provider_error", 502, 1),
        (429, "rate_limited", 429, 2),
        (500, "provider_error", 502, 2),
    ],
)
async def test_a_provider_error_is_an_error_event_and_a_failed_answer(
    client: httpx.AsyncClient,
    provider: FakeProvider,
    message: str,
    status: int,
    error_type: str,
    answer_status: int,
    requests: int,
) -> None:
    provider.when(message, Reply(status=status, error=f"upstream secret detail {SECRET}"))
    seen = await stream(client, message)
    assert (seen[-1]["type"], seen[-1]["error_type"]) == ("error", error_type)
    assert asked(provider, message) == requests
    answer = await client.post("/chat", json={"message": message})
    assert (answer.status_code, answer.json()["error"]["code"]) == (answer_status, error_type)
    assert seen[-1]["cost_summary"]["total_tokens"] == 0
    for text in (str(seen), answer.text):
        assert "upstream secret" not in text and SECRET not in text


async def test_a_failure_that_passes_is_retried_before_the_first_token(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, Reply(status=500), words(4))
    seen = await stream(client, message)
    assert seen[-1]["type"] == "done"
    assert text_of(seen) == "w0 w1 w2 w3 "
    assert_numbered(seen)


@pytest.mark.parametrize("fault", [{"drop_after": 3}, {"error_after": 3}])
async def test_after_the_first_token_nothing_is_retried_and_no_text_is_shown_twice(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str, fault: dict[str, int]
) -> None:
    provider.when(message, words(10, **fault))
    seen = await stream(client, message, session_id=session)
    assert text_of(seen) == "w0 w1 w2 "
    assert (seen[-1]["type"], seen[-1]["error_type"]) == ("error", "provider_error")
    assert asked(provider, message) == 1
    summary = seen[-1]["cost_summary"]
    assert summary["estimated"] is True and summary["completion_tokens"] == 3
    assert (await client.get("/cost-summary", params={"session_id": session})).json() == summary


async def test_a_provider_that_stalls_is_a_timeout(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(10, stall_after=3))
    seen = await stream(client, message)
    assert (seen[-1]["type"], seen[-1]["error_type"]) == ("error", "timeout")
    assert text_of(seen) == "w0 w1 w2 "
    answer = await client.post("/chat", json={"message": message})
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "timeout")


async def test_a_missing_key_is_one_clear_sentence_at_the_first_request(
    start_server: Callable[..., ServedAgent], message: str
) -> None:
    server = start_server(OPENAI_API_KEY="")
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        assert (await client.get("/health")).status_code == 200
        answer = await client.post("/chat", json={"message": message})
        assert answer.status_code == 503
        assert "OPENAI_API_KEY" in answer.json()["error"]["message"]
        seen = await stream(client, message)
    assert seen[-1]["error_type"] == "missing_key" and "OPENAI_API_KEY" in seen[-1]["error"]


async def test_a_run_that_takes_too_long_is_a_timeout(
    start_server: Callable[..., ServedAgent], provider: FakeProvider, message: str
) -> None:
    server = start_server(TEST_RUN_TIMEOUT="5")
    provider.when(message, words(400, tokens_per_second=20))
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        seen = await stream(client, message)
    assert (seen[-1]["type"], seen[-1]["error_type"]) == ("error", "timeout")
    assert of_type(seen, "token")
    assert seen[-1]["cost_summary"]["completion_tokens"] == len(of_type(seen, "token"))


async def test_a_full_server_says_503_and_when_to_come_back(
    start_server: Callable[..., ServedAgent], provider: FakeProvider, message: str
) -> None:
    server = start_server(TEST_MAX_RUNS="1")
    provider.when(message, words(400, tokens_per_second=20))
    async with (
        httpx.AsyncClient(base_url=server.base_url, timeout=30) as client,
        client.stream("GET", "/chat/stream", params={"message": message}),
    ):
        answer = await client.post("/chat", json={"message": "one more"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "server_full")
    assert int(answer.headers["retry-after"]) > 0


async def test_nothing_secret_and_no_message_is_logged(
    client: httpx.AsyncClient, kit_server: ServedAgent, provider: FakeProvider, message: str
) -> None:
    provider.when(message, Reply(status=401, error=f"wrong key {SECRET}"))
    await client.get("/chat/stream", params={"message": message})
    provider.when(message, Reply(text="an answer that stays private"))
    await client.get("/chat/stream", params={"message": message})
    log = kit_server.log
    assert "/chat/stream" in log
    for secret in (message.replace(" ", "+"), message, SECRET, "stays private", "marzipan"):
        assert secret not in log


@pytest.mark.parametrize(
    ("body", "kind"),
    [("{", "application/json"), ("[]", "application/json"), ('{"message": "hi"}', "text/plain")],
)
async def test_a_body_that_is_no_json_object_is_told_so(
    client: httpx.AsyncClient, body: str, kind: str
) -> None:
    answer = await client.post("/chat", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")
    assert answer.json()["error"]["message"].startswith("The body has to be a JSON object")
