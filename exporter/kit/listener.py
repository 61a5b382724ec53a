"""What uvicorn leaves to us: a second port for the WebSocket, and to stop before connections are closed."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from .errors import AgentError

SIGNALS = (signal.SIGTERM, signal.SIGINT)


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


@contextmanager
def on_stop_signal(stop: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """Await `stop` in the event loop, then do what was done before; a second signal does that at once.

    The lifespan's own shutdown comes too late: uvicorn runs it when all connections are closed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    stopping: list[asyncio.Task[None]] = []

    def go_on(number: int, frame: FrameType | None) -> None:
        previous = before[signal.Signals(number)]
        if callable(previous):
            previous(number, frame)

    async def stop_first(number: int, frame: FrameType | None) -> None:
        try:
            await stop()
        finally:
            go_on(number, frame)

    def handle(number: int, frame: FrameType | None) -> None:
        if stopping:
            go_on(number, frame)
            return
        loop.call_soon_threadsafe(lambda: stopping.append(asyncio.create_task(stop_first(number, frame))))

    for each in SIGNALS:
        signal.signal(each, handle)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
