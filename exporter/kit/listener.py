"""A second port for the same application: the WebSocket's own, where the manifest names one."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from .errors import AgentError


class _Listener(uvicorn.Server):
    """Leaves the signals to the server whose lifespan it lives in."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def listen(app: ASGIApp, host: str, port: int) -> AsyncIterator[None]:
    """Serve the application on the port too, as long as the context is open."""
    with _bound(host, port) as bound:
        config = uvicorn.Config(app, lifespan="off", log_config=None, ws_per_message_deflate=False)
        server = _Listener(config)
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        try:
            yield
        finally:
            server.should_exit = True
            await serving


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        message = f"The WebSocket cannot be served on port {port}: {error.strerror}."
        raise AgentError(message, error_type="port_taken") from None
    return bound
