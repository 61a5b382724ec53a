"""A refusal before Django is asked: the API's error shape; a socket is closed with 4000 + status."""

from __future__ import annotations

import json
from typing import Any


async def refuse(
    scope: dict[str, Any], receive: Any, send: Any, status: int, code: str, message: str
) -> None:
    """Browsers tell a page nothing of a socket that is never opened, hence accept, then close."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": 4000 + status})
        return
    body = json.dumps({"error": {"code": code, "message": message}}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
