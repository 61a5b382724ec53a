"""Refuses request bodies over a limit before they are read, with the API's error shape."""

from __future__ import annotations

import json
from typing import Any

MOST_TAKEN = 32 * 1024 * 1024


class BodyTooLargeError(Exception):
    """The body grew past the limit while it was read."""


class BodyLimit:
    """ASGI middleware; Django itself would spool a body of any size to disk before a view sees it."""

    def __init__(self, application: Any, limit: int) -> None:
        self.application = application
        self.limit = limit

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self.limit:
            await self.refuse(receive, send)
            return
        received = 0

        async def counted() -> dict[str, Any]:
            nonlocal received
            message: dict[str, Any] = await receive()
            received += len(message.get("body", b""))
            if received > self.limit:
                raise BodyTooLargeError
            return message

        try:
            await self.application(scope, counted, send)
        except BodyTooLargeError:
            await self.refuse(receive, send)

    async def refuse(self, receive: Any, send: Any) -> None:
        await self.take_the_rest(receive)
        message = f"The request is larger than {self.limit:,} bytes."
        body = json.dumps({"error": {"code": "too_large", "message": message}}).encode()
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def take_the_rest(self, receive: Any) -> None:
        """As much as is reasonable: a connection that closes while its client writes loses the answer."""
        left, message = MOST_TAKEN, await receive()
        while message["type"] == "http.request" and message.get("more_body") and left > 0:
            message = await receive()
            left -= len(message.get("body", b""))
