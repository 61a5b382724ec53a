"""A cancel in mid-stream: the provider sees its connection close within 0.5 s, and no tool starts."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx

from tests.fakes import ToolCall, words
from tests.generated.viewers import Event, events, receive, receive_until, send, text_of, types_of

from .drive import Drive

Canceller = Callable[[Drive, str], tuple[float, list[Event]]]

# What was promised. The time is the provider's own, from just before the request to cancel is sent.
PROMISED_SECONDS = 0.5


def cancels(drive: Drive) -> None:
    """Over each of its streams, one try each."""
    if drive.variant.sse_path is not None:
        check_cancelled(drive, "a long one by SSE", cancel_over_sse)
    if drive.variant.websocket_path is not None:
        check_cancelled(drive, "a long one by socket", cancel_over_websocket)


def check_cancelled(drive: Drive, message: str, cancel: Canceller) -> None:
    call = ToolCall(drive.variant.call or "book_table", {"guests": 2, "city": "Lyon", "query": "x"})
    drive.provider.when(message, words(40, tokens_per_second=20, tool_calls=(call,)))
    asked_at, got = cancel(drive, message)
    drive.provider.wait_for(lambda _: drive.asked(message)[0].disconnected_at is not None)
    [request] = drive.asked(message)
    assert request.disconnected_at is not None
    drive.seconds_to_cancel.append(request.disconnected_at - asked_at)
    assert drive.seconds_to_cancel[-1] < PROMISED_SECONDS
    last = got[-1]
    assert last["type"] == "cancelled", last
    assert last["result"] == text_of(got)
    assert last["cost_summary"]["estimated"] is True
    assert last["cost_summary"]["completion_tokens"] > 0
    assert types_of(got) == ["llm_start", "token", "cancelled"]


def cancel_over_sse(drive: Drive, message: str) -> tuple[float, list[Event]]:
    """When the cancel was asked for, and the run."""
    got: list[Event] = []
    asked_at = 0.0
    with httpx.Client(headers=drive.headers, timeout=30) as other:
        assert other.get(f"{drive.server.url}/health").status_code == 200  # connected before time is taken
        with drive.stream(message, drive.session("cancel-sse")) as response:
            for event in events(response):
                got.append(event)
                if not asked_at and event["type"] == "token" and event["token_count"] >= 3:
                    asked_at = time.monotonic()
                    answer = other.post(f"{drive.server.url}/chat/runs/{event['run_id']}/cancel")
                    assert answer.status_code == 202, answer.text
    return asked_at, got[1:]


def cancel_over_websocket(drive: Drive, message: str) -> tuple[float, list[Event]]:
    with drive.socket(drive.session("cancel-socket")) as socket:
        send(socket, type="message", message=message)
        got = [receive(socket) for _ in range(5)]
        asked_at = time.monotonic()
        send(socket, type="cancel")
        return asked_at, got + receive_until(socket)
