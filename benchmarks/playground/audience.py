"""The viewers' process: `python -m benchmarks.playground.audience` takes commands, a line of JSON each.

A process of its own, on uvloop, so that whoever measures does not compete with whoever watches.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from functools import partial
from itertools import count
from typing import Any

import uvloop

from ..measuring import percentile
from .viewer import STAMP, Viewer, http_request, socket_request, text_frame

PATIENCE = 20.0
QUESTION = '{"message":"hello"}'


class Audience:
    """Viewers of some runs; every eighth also reads the time at which the provider sent a token."""

    def __init__(self) -> None:
        self.starters: list[Viewer] = []
        self.viewers: list[Viewer] = []
        self.watching = False
        self.forget()
        self.numbers = count()

    def forget(self) -> None:
        self.tokens, self.starters_tokens = 0, 0
        self.gaps: list[float] = []
        self.delays: list[float] = []

    def note(
        self, is_starter: bool, reads_stamps: bool, viewer: Viewer, now: float, n: int, data: bytes
    ) -> None:
        if not self.watching:
            return
        if is_starter:
            self.starters_tokens += n
            return
        self.tokens += n
        if viewer.seen_at is not None:
            self.gaps.append(now - viewer.seen_at)
            self.gaps.extend([0.0] * (n - 1))
        if reads_stamps:
            self.delays.extend(now - float(stamp) for stamp in STAMP.findall(data))

    async def start(self, ports: list[int], base: str, runs: int) -> list[str]:
        """Each run is started by a viewer that reads it, and is none of those who are counted."""
        for number in range(runs):
            port = ports[number % len(ports)]
            request = http_request(port, "POST", f"{base}/chat/stream", QUESTION)
            self.starters.append(await self._connect(port, request, is_starter=True))
        await asyncio.wait_for(asyncio.gather(*(starter.connected for starter in self.starters)), PATIENCE)
        return [starter.run_id for starter in self.starters]

    async def join(self, kind: str, ports: list[int], base: str, viewers: int, over: float) -> list[float]:
        """Come one after the other, spread over the runs; answers how long each waited for its first byte."""
        loop = asyncio.get_running_loop()
        began, coming = loop.time(), []
        for number in range(viewers):
            await asyncio.sleep(began + number * over / viewers - loop.time())
            coming.append(await self._join(kind, ports, base, next(self.numbers)))
        await asyncio.wait([viewer.connected for viewer in coming], timeout=PATIENCE)
        self.viewers += coming
        return [PATIENCE if viewer.waited is None else viewer.waited for viewer in coming]

    async def _join(self, kind: str, ports: list[int], base: str, number: int) -> Viewer:
        port = ports[number // len(self.starters) % len(ports)]
        starter = self.starters[number % len(self.starters)]
        if kind == "sse":
            path = f"{base}/chat/runs/{starter.run_id}/stream?after={starter.seq}"
            return await self._connect(port, http_request(port, "GET", path))
        request = socket_request(port, f"{base}/chat/ws?session_id=viewer-{number}")

        def resume() -> bytes:
            return text_frame(f'{{"type":"resume","run_id":"{starter.run_id}","after":{starter.seq}}}')

        return await self._connect(port, request, then=resume)

    async def _connect(
        self, port: int, request: bytes, *, is_starter: bool = False, then: Any = None
    ) -> Viewer:
        note = partial(self.note, is_starter, len(self.viewers) % 8 == 0)
        loop = asyncio.get_running_loop()
        _, viewer = await loop.create_connection(lambda: Viewer(request, note, then), "127.0.0.1", port)
        return viewer

    async def watch(self, seconds: float) -> dict[str, Any]:
        """What the viewers see from now on. Somebody who sees nothing has one long gap."""
        self.forget()
        self.watching, began = True, time.monotonic()
        await asyncio.sleep(seconds)
        self.watching, now = False, time.monotonic()
        silent = [now - max(viewer.seen_at or 0.0, began) for viewer in self.viewers]
        lost = sum(viewer.lost for viewer in self.viewers)
        gaps = [*self.gaps, *(gap for gap in silent if gap > seconds / 2)]
        return {
            "seconds": now - began,
            "tokens": self.tokens,
            "starters_tokens": self.starters_tokens,
            "gaps": percentiles(gaps),
            "delays": percentiles(self.delays),
            "lost": lost,
        }

    async def leave(self, *, starters: bool = True) -> None:
        gone = self.viewers + (self.starters if starters else [])
        for viewer in gone:
            viewer.transport.abort()
        self.viewers, self.starters = [], ([] if starters else self.starters)


def percentiles(values: list[float]) -> dict[str, float]:
    """Milliseconds; nothing where nobody saw anything."""
    shares = {"p50": 0.5, "p99": 0.99} if values else {}
    return {name: percentile(values, share) * 1000 for name, share in shares.items()}


async def main() -> None:
    audience = Audience()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        verb, given = json.loads(line)
        answer = await getattr(audience, verb)(**given)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main())
