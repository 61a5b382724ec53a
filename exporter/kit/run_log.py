"""The events of a run in memory, each encoded once, and the viewers who read them at their own pace."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Literal

from .events import Event, encode_event

State = Literal["queued", "running", "cancelling", "done", "cancelled", "error", "interrupted"]

HEARTBEAT = 3.0
# What a viewer is given at once, and so what may wait on its connection.
BATCH = 200
BATCH_CHARACTERS = 64_000


def place_of(event_id: str) -> tuple[str, int]:
    """The run and the number that an SSE id names, `{run_id}:{seq}`; what is none is the beginning."""
    run_id, _, seq = event_id.rpartition(":")
    return run_id, int(seq) if seq.isascii() and seq.isdigit() and len(seq) < 10 else 0


class RunLog:
    """Numbered from 1, without gaps; a log whose beginning is gone starts after `skipped`."""

    def __init__(self, run_id: str, skipped: int = 0) -> None:
        self.run_id = run_id
        self.skipped = skipped
        self.events: list[str] = []
        self.size = 0
        self.closed = False
        self._viewers: set[Viewer] = set()

    @property
    def last_seq(self) -> int:
        return self.skipped + len(self.events)

    def append(self, event: Event) -> None:
        self.append_encoded(encode_event(event, self.run_id, self.last_seq + 1))

    def append_encoded(self, text: str) -> None:
        self.events.append(text)
        self.size += len(text)
        for viewer in self._viewers:
            viewer.wake()

    def close(self) -> None:
        """There will be no more events."""
        self.closed = True
        for viewer in self._viewers:
            viewer.wake()

    def view(self, after: int = 0) -> Viewer:
        return Viewer(self, after)


class Viewer:
    """A reader with its own place in the log; what is not read yet costs nothing, since the log is shared."""

    def __init__(self, log: RunLog, after: int) -> None:
        self.log = log
        self.seq = max(after, log.skipped)
        self.joined_at = log.last_seq
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Future[None] | None = None
        self._read_at = self._loop.time()
        self._timer = self._loop.call_later(HEARTBEAT, self._beat)

    def __enter__(self) -> Viewer:
        self.log._viewers.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.log._viewers.discard(self)
        self._timer.cancel()

    @property
    def behind(self) -> int:
        """Events that came since it joined and that it has not read."""
        return self.log.last_seq - max(self.seq, self.joined_at)

    async def read(self) -> list[tuple[int, str]] | None:
        """The next events; empty when there was none for a while, None when there are no more."""
        if self.seq >= self.log.last_seq:
            if self.log.closed:
                return None
            self._waiting = self._loop.create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
        batch = self._next_batch()
        events = [(self.seq + number, text) for number, text in enumerate(batch, 1)]
        self.seq += len(batch)
        self._read_at = self._loop.time()
        if not events and self.log.closed:
            return None
        return events

    def _next_batch(self) -> list[str]:
        start = self.seq - self.log.skipped
        batch = self.log.events[start : start + BATCH]
        size = 0
        for count, text in enumerate(batch[:-1], 1):
            size += len(text)
            if size >= BATCH_CHARACTERS:
                return batch[:count]
        return batch

    def wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _beat(self) -> None:
        # One timer, moved only when it fires: a timer for each event would cost more than the event.
        quiet = self._loop.time() - self._read_at
        if quiet >= HEARTBEAT:
            self.wake()
            quiet = 0.0
        self._timer = self._loop.call_later(HEARTBEAT - quiet, self._beat)
