"""One viewer on a bare socket: as little work as seeing tokens takes."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import cast

TOKEN = b'"type":"token"'
STAMP = re.compile(rb'"token":"([0-9.]+) "')
SEQ = re.compile(rb'"seq":([0-9]+)')
RUN = re.compile(rb"id: ([0-9a-f]{32}):0")
PING = b"\x89\x04"  # a WebSocket ping; JSON in ASCII never holds its first byte

Note = Callable[["Viewer", float, int, bytes], None]


class Viewer(asyncio.Protocol):
    """Sends its request, says `then` once it is connected, and notes when tokens come."""

    def __init__(self, request: bytes, note: Note, then: Callable[[], bytes] | None = None) -> None:
        self.request, self.note, self.then = request, note, then
        self.transport: asyncio.Transport
        self.asked = 0.0
        self.waited: float | None = None
        self.seen_at: float | None = None
        self.head = b""
        self.latest = b""
        self.lost = False
        self.connected = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.asked = time.monotonic()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        if self.waited is None:
            self.head += data
            if b'"type":"connected"' not in self.head:
                return
            self.waited = now - self.asked
            self.connected.set_result(None)
            if self.then is not None:
                self.transport.write(self.then())
            data = self.head
        if PING in data:
            at = data.index(PING) + 2
            self.transport.write(b"\x8a\x84\0\0\0\0" + data[at : at + 4])
        tokens = data.count(TOKEN)
        if tokens:
            self.note(self, now, tokens, data)
            self.seen_at = now
            self.latest = data

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if not self.connected.done():
            self.connected.set_result(None)

    @property
    def run_id(self) -> str:
        """Of the run that it started."""
        found = RUN.search(self.head)
        assert found, f"no run was started: {self.head[:500]!r}"
        return found[1].decode()

    @property
    def seq(self) -> int:
        """The newest event it has seen."""
        found = SEQ.findall(self.latest)
        return int(found[-1]) if found else 0


def http_request(port: int, method: str, path: str, body: str = "") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n{body}".encode()


def socket_request(port: int, path: str) -> bytes:
    upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{upgrade}{key}\r\n".encode()


def text_frame(text: str) -> bytes:
    """Masked with zeros, which leaves it readable."""
    assert len(text) < 126, "longer frames are not needed here"
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text.encode()
