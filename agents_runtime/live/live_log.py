"""What a live log does, and what all have in common: a local copy of each run that is watched here."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

from exporter.kit.events import encode_json
from exporter.kit.run_log import RunLog, Viewer

# How long a finished run stays in memory for viewers who come back at once.
KEEP_SECONDS = 30.0
MOST_TOLD = 1_000


class LiveRunLog(RunLog):
    """A run's log that knows whether anybody reads it, and frames its events once for all who do."""

    def __init__(self, run_id: str, skipped: int = 0) -> None:
        super().__init__(run_id, skipped)
        self._framed: tuple[int, str, bytes] = (0, "", b"")

    @property
    def is_viewed(self) -> bool:
        return bool(self._viewers)

    def framed(self, events: Sequence[tuple[int, str]]) -> bytes:
        """As server-sent events; whoever is at the same place, as most are, gets the same bytes."""
        first, newest = events[0][0], events[-1][1]
        if self._framed[0] != first or self._framed[1] is not newest:
            head = f"id: {self.run_id}:"
            text = "".join([f"{head}{seq}\ndata: {text}\n\n" for seq, text in events])
            self._framed = (first, newest, text.encode())
        return self._framed[2]

    def view(self, after: int = 0) -> Viewer:
        return LiveViewer(self, after)


class LiveViewer(Viewer):
    """One who saw events that died unsaved with their process is told the end right after those."""

    def __init__(self, log: RunLog, after: int) -> None:
        super().__init__(log, after)
        self._saw_the_end = log.closed
        self._told = 0

    async def read(self) -> list[tuple[int, str]] | None:
        events = await super().read()
        if events:
            self._told = self.seq
        elif events is None and not self._saw_the_end and self._told < self.log.last_seq:
            self._saw_the_end = True
            told.add(self.log.run_id, self.seq + 1)
            return [(self.seq + 1, renumbered(self.log.events[-1], self.seq + 1))]
        return events


class Told:
    """After which events the viewers of interrupted runs were told the end: they are not told again."""

    def __init__(self) -> None:
        self._places: OrderedDict[tuple[str, int], None] = OrderedDict()

    def add(self, run_id: str, seq: int) -> None:
        self._places[run_id, seq] = None
        while len(self._places) > MOST_TOLD:
            self._places.popitem(last=False)

    def __contains__(self, place: tuple[str, int]) -> bool:
        return place in self._places


told = Told()


def renumbered(last_event: str, seq: int) -> str:
    return encode_json({**json.loads(last_event), "seq": seq})


class LiveLog(Protocol):
    """`open` and `published` are for the process that runs the agent, `log_of` for those who watch."""

    @property
    def count(self) -> int:
        """Of how many runs the events are in memory."""
        ...

    def open(self, run_id: str) -> LiveRunLog:
        """The log to append to."""
        ...

    def published(self, run_id: str) -> None:
        """Something was appended."""
        ...

    async def end(self, run_id: str, seq: int, last_event: str) -> None:
        """The run is closed and stored, whoever closed it: tell every viewer, everywhere."""
        ...

    async def log_of(self, run_id: str, after: int) -> LiveRunLog | None:
        """The run's events, those to come included; None where there is no such run."""
        ...

    async def unstored(self, run_id: str, after: int) -> list[tuple[int, str]]:
        """What a process that died had published and not stored."""
        ...

    async def check(self) -> str:
        """ "ok", or a sentence that says what is wrong."""
        ...

    async def close(self) -> None: ...


def end_log(log: RunLog, seq: int, last_event: str) -> None:
    """Append the last event to a copy that may have it already, and close it."""
    if log.closed:
        return
    if log.last_seq < seq:
        log.append_encoded(last_event)
    log.close()


def forget_later(logs: dict[str, LiveRunLog], run_id: str) -> None:
    """Drop a closed log after a while; viewers who are reading keep theirs."""
    asyncio.get_running_loop().call_later(KEEP_SECONDS, logs.pop, run_id, None)
