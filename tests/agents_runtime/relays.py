"""TCP relays: a load balancer before several web processes, a cable to Redis that can be cut."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle


class Relay:
    """Each new connection goes to the next of the ports; while it is cut, there are none."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.port = 0
        self._turns = cycle(ports)
        self._loop = asyncio.new_event_loop()
        self._is_cut = False
        self._open: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Whoever was connected is so no more, and nobody can connect."""
        self._is_cut = True
        self._loop.call_soon_threadsafe(self._abort)

    def mend(self) -> None:
        self._is_cut = False

    def _abort(self) -> None:
        for near in self._open:
            near.transport.abort()

    async def serve(self, started: threading.Event, stopping: asyncio.Event) -> None:
        server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await stopping.wait()

    async def _relay(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        if self._is_cut:
            to_near.transport.abort()
            return
        try:
            far, to_far = await asyncio.open_connection("127.0.0.1", next(self._turns))
        except ConnectionError:
            to_near.transport.abort()
            return
        self._open.add(to_near)
        # Whichever side leaves first, the other is told.
        await asyncio.gather(_carry(near, to_far), _carry(far, to_near))
        self._open.discard(to_near)

    @contextmanager
    def running(self) -> Iterator[None]:
        started, stopping = threading.Event(), asyncio.Event()
        work = self.serve(started, stopping)
        thread = threading.Thread(target=self._loop.run_until_complete, args=(work,), daemon=True)
        thread.start()
        assert started.wait(10), "the relay did not start"
        yield
        self._loop.call_soon_threadsafe(stopping.set)
        thread.join(10)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextmanager
def relay(*ports: int) -> Iterator[Relay]:
    """To each of `ports` in turn."""
    made = Relay(ports)
    with made.running():
        yield made
