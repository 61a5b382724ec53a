"""Many viewers in one light process: plain sockets for server-sent events, `websockets` for the rest."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field

import websockets


@dataclass
class Seen:
    """When each token arrived, and the stamp it carried where the provider was told to stamp."""

    arrivals: list[float] = field(default_factory=list)
    stamps: list[float] = field(default_factory=list)
    last: str = ""

    def token(self, text: str, now: float, stamped: bool) -> None:
        self.arrivals.append(now)
        if stamped:
            self.stamps.append(float(text))

    @property
    def gaps(self) -> list[float]:
        return [
            (after - before) * 1000 for before, after in zip(self.arrivals, self.arrivals[1:], strict=False)
        ]

    @property
    def delays(self) -> list[float]:
        """Milliseconds from sending to seeing."""
        return [(a - s) * 1000 for a, s in zip(self.arrivals, self.stamps, strict=True)]


async def watch_sse(port: int, path: str, stamped: bool = False, body: str | None = None) -> Seen:
    """Reads one event stream to its end: ours, a relay's, or (with a body to post) the provider's."""
    seen = Seen()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    method = "GET" if body is None else "POST"
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
    if body is not None:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write((head + "\r\n" + (body or "")).encode())
    while line := await reader.readline():
        if line.startswith(b"data: [DONE]"):  # the provider keeps the connection
            break
        if not line.startswith(b"data: {"):
            continue
        now = time.monotonic()
        event = json.loads(line[6:])
        if "choices" in event:
            text = event["choices"][0]["delta"].get("content") if event["choices"] else None
            if text:
                seen.token(text, now, stamped)
        elif event["type"] == "token":
            seen.token(event["token"], now, stamped)
        else:
            seen.last = event["type"]
    writer.close()
    return seen


async def watch_websocket(port: int, session_id: str, stamped: bool = False) -> Seen:
    seen = Seen()
    address = f"ws://127.0.0.1:{port}/chat/ws?session_id={session_id}"
    async with websockets.connect(address, open_timeout=60, proxy=None, compression=None) as socket:
        await socket.recv()
        await socket.send('{"type":"message","message":"hello"}')
        async for message in socket:
            now = time.monotonic()
            event = json.loads(message)
            if event["type"] == "token":
                seen.token(event["token"], now, stamped)
            elif event["type"] in {"done", "error", "cancelled"}:
                seen.last = event["type"]
                break
    return seen
