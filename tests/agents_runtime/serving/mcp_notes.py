"""A real MCP server in a thread, over streamable HTTP, that remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from mcp.server.fastmcp import FastMCP
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from tests.studio_server import free_port


@dataclass
class Notes:
    """`asked` is the path and the headers of every request; the server answers at `/mcp`."""

    port: int
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@contextmanager
def serving_notes() -> Iterator[Notes]:
    notes = Notes(free_port())
    server = FastMCP("notes", host="127.0.0.1", port=notes.port, log_level="ERROR")

    @server.tool()
    def keep(text: str) -> str:
        """Keeps a note."""
        notes.kept.append(text)
        return f"Kept as number {len(notes.kept)}"

    app = server.streamable_http_app()

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            notes.asked.append((request.url.path, dict(request.headers)))
        await app(scope, receive, send)

    running = uvicorn.Server(uvicorn.Config(noting, host="127.0.0.1", port=notes.port, log_level="error"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not running.started:
            assert time.monotonic() < deadline and thread.is_alive(), "the MCP server did not start"
            time.sleep(0.02)
        yield notes
    finally:
        running.should_exit = True
        thread.join(10)
