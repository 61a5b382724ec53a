"""Ends a task that waits for a reader who takes nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

logger = logging.getLogger(__name__)


class Patience:
    """Made by the task that it ends. `begin` and `end` stand around each send, and cost next to nothing:

    there is one timer, which moves only when it fires; `asyncio.timeout` would make one for each token.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._since: float | None = None
        self._timer = self._loop.call_later(seconds, self._look)

    def begin(self) -> None:
        self._since = self._loop.time()

    def end(self) -> None:
        self._since = None

    def stop(self) -> None:
        self._timer.cancel()

    def _look(self) -> None:
        waited = 0.0 if self._since is None else self._loop.time() - self._since
        if waited >= self._seconds and self._task is not None:
            self.is_over = True
            self._task.cancel()
            return
        self._timer = self._loop.call_later(self._seconds - waited, self._look)


async def patiently(frames: AsyncGenerator[bytes], seconds: float) -> AsyncGenerator[bytes]:
    """The frames, until a reader takes none for so many seconds: then the task that sends them ends."""
    patience = Patience(seconds)
    try:
        async with aclosing(frames):
            async for frame in frames:
                patience.begin()
                yield frame
                patience.end()
    finally:
        patience.stop()
        if patience.is_over:
            logger.info("A viewer took nothing for %s s and was left", seconds)
