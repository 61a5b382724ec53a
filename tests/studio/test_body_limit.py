"""The limit on bodies, also for those that do not say how large they are."""

from __future__ import annotations

import json
from typing import Any

from studio.body_limit import BodyLimit


async def read_everything(scope: dict[str, Any], receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"read"})


async def status_of(
    chunks: list[bytes], headers: list[tuple[bytes, bytes]], limit: int = 10
) -> tuple[int, bytes]:
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await BodyLimit(read_everything, limit)({"type": "http", "headers": headers}, receive, send)
    return sent[0]["status"], sent[1]["body"]


async def test_a_body_of_the_limit_passes() -> None:
    assert await status_of([b"12345", b"67890"], []) == (200, b"read")


async def test_a_body_that_grows_past_the_limit_is_refused() -> None:
    status, body = await status_of([b"12345", b"67890", b"1"], [])
    assert status == 413
    assert json.loads(body)["error"]["code"] == "too_large"


async def test_a_length_over_the_limit_is_refused_unread() -> None:
    assert (await status_of([], [(b"content-length", b"11")]))[0] == 413


async def test_a_length_that_is_no_number_is_refused() -> None:
    assert (await status_of([], [(b"content-length", b"-1")]))[0] == 413
