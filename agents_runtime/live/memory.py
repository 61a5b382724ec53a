"""The live log of a studio that is one process: the logs themselves."""

from __future__ import annotations

import asyncio

from agents_runtime.live.live_log import KEEP_SECONDS, LiveRunLog, end_log, forget_later
from agents_runtime.live.stored_log import log_from_table


class MemoryLiveLog:
    """Every run that goes on or has just ended here."""

    def __init__(self) -> None:
        self._logs: dict[str, LiveRunLog] = {}
        self._just_ended: set[str] = set()

    @property
    def count(self) -> int:
        return len(self._logs)

    def open(self, run_id: str) -> LiveRunLog:
        return self._logs.setdefault(run_id, LiveRunLog(run_id))

    def published(self, run_id: str) -> None:
        """Viewers read the very log that was appended to."""

    async def end(self, run_id: str, seq: int, last_event: str) -> None:
        log = self._logs.get(run_id)
        if log is not None:
            end_log(log, seq, last_event)
            forget_later(self._logs, run_id)
        else:
            self._just_ended.add(run_id)
            asyncio.get_running_loop().call_later(KEEP_SECONDS, self._just_ended.discard, run_id)

    async def log_of(self, run_id: str, after: int) -> LiveRunLog | None:
        log = self._logs.get(run_id)
        if log is not None:
            return log
        log = await log_from_table(run_id, after)
        if log is None:
            return None
        if not log.closed and run_id in self._just_ended:  # while its beginning was read
            return await self.log_of(run_id, after)
        # One that goes on but not here yet waits for its turn, or for whoever finds that its process died.
        return log if log.closed else self._logs.setdefault(run_id, log)

    async def unstored(self, run_id: str, after: int) -> list[tuple[int, str]]:
        return []

    async def check(self) -> str:
        return "ok"

    async def close(self) -> None:
        """Nothing to close."""
