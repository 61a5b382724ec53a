"""A load balancer: each new connection goes to the next server, as in front of several web processes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle


@contextmanager
def balanced(ports: Sequence[int]) -> Iterator[int]:
    """The port that leads to each of `ports` in turn."""
    turns, loop, opened = cycle(ports), asyncio.new_event_loop(), []

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def relay(near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        try:
            far, to_far = await asyncio.open_connection("127.0.0.1", next(turns))
        except ConnectionError:
            to_near.transport.abort()
            return
        # Whichever side leaves first, the other is told.
        await asyncio.gather(carry(near, to_far), carry(far, to_near))

    async def serve() -> None:
        server = await asyncio.start_server(relay, "127.0.0.1", 0)
        opened.append(server.sockets[0].getsockname()[1])
        started.set()
        await stopping.wait()

    started, stopping = threading.Event(), asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True, name="balancer")
    thread.start()
    assert started.wait(10), "the balancer did not start"
    yield opened[0]
    loop.call_soon_threadsafe(stopping.set)
    thread.join(10)
