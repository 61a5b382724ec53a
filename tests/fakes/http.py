"""A small HTTP/1.1 server whose connections a test can stall, cut, and see close."""

from __future__ import annotations

import asyncio
import json
from abc import abstractmethod
from itertools import count
from typing import cast

REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
REASONS |= {
    413: "Too Large",
    429: "Too Many Requests",
    500: "Server Error",
    503: "Unavailable",
    529: "Overloaded",
}
connection_numbers = count(1)


class HttpConnection(asyncio.Protocol):
    """One connection; subclasses say in `respond` what a request gets. Keep-alive, no pipelining."""

    def __init__(self) -> None:
        self.number = next(connection_numbers)
        self.buffer = bytearray()
        self.transport: asyncio.Transport
        self.task: asyncio.Task[None] | None = None
        self.writable = asyncio.Event()

    @abstractmethod
    async def respond(self, method: str, target: str, headers: dict[str, str], body: bytes) -> None: ...

    @abstractmethod
    def client_left(self) -> None: ...

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is one, but does not say so
        self.writable.set()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        self.next_request()

    def eof_received(self) -> None:
        self.stop()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def stop(self) -> None:
        if self.task is not None and not self.task.done():
            self.client_left()
            self.task.cancel()

    def next_request(self) -> None:
        if self.task is not None and not self.task.done():
            return
        head_end = self.buffer.find(b"\r\n\r\n")
        if head_end < 0:
            return
        first, *lines = self.buffer[:head_end].decode("latin-1").split("\r\n")
        method, target, _version = first.split(" ", 2)
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        taken = take_body(self.buffer, head_end + 4, headers)
        if taken is None:
            return
        body, end = taken
        del self.buffer[:end]
        self.task = asyncio.get_running_loop().create_task(self.respond(method, target, headers, body))
        self.task.add_done_callback(self.responded)

    def responded(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or self.transport.is_closing():
            return
        if task.exception() is not None:
            self.transport.close()
            asyncio.get_running_loop().call_exception_handler(
                {"message": "the fake provider failed", "exception": task.exception()}
            )
            return
        self.next_request()

    def send_whole(self, status: int, payload: object, extra: dict[str, str] | None = None) -> None:
        body = json.dumps(payload).encode()
        head = {"content-type": "application/json", "content-length": str(len(body)), **(extra or {})}
        self.transport.write(start_line(status, head) + body)

    def start_stream(self, content_type: str) -> None:
        head = {"content-type": content_type, "cache-control": "no-cache", "transfer-encoding": "chunked"}
        self.transport.write(start_line(200, head))

    async def send_chunk(self, data: bytes) -> None:
        self.transport.write(b"%x\r\n%b\r\n" % (len(data), data))
        if not self.writable.is_set():
            await self.writable.wait()

    def end_stream(self) -> None:
        self.transport.write(b"0\r\n\r\n")


def start_line(status: int, headers: dict[str, str]) -> bytes:
    lines = [
        f"HTTP/1.1 {status} {REASONS.get(status, 'Unknown')}",
        *(f"{k}: {v}" for k, v in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def take_body(buffer: bytearray, start: int, headers: dict[str, str]) -> tuple[bytes, int] | None:
    """The body and where it ends, or None while it is not complete."""
    if "chunked" not in headers.get("transfer-encoding", ""):
        end = start + int(headers.get("content-length", 0))
        return (bytes(buffer[start:end]), end) if len(buffer) >= end else None
    parts = []
    while True:
        line_end = buffer.find(b"\r\n", start)
        if line_end < 0:
            return None
        size = int(buffer[start:line_end].split(b";")[0], 16)
        chunk_end = line_end + 2 + size
        if len(buffer) < chunk_end + 2:
            return None
        parts.append(bytes(buffer[line_end + 2 : chunk_end]))
        start = chunk_end + 2
        if size == 0:
            return b"".join(parts), start
