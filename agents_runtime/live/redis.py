"""The live log of several processes: a Redis Stream per run, one reader per process for all it watches."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from redis.exceptions import RedisError

from agents_runtime.live.live_log import LiveRunLog
from agents_runtime.live.redis_reader import RedisReader
from agents_runtime.live.redis_sender import RedisSender, stream_of
from agents_runtime.live.stored_log import log_from_table
from agents_runtime.redis_client import create_client

CHECK_SECONDS = 2.0


class RedisLiveLog:
    """What runs here is sent; what is watched here and runs elsewhere is read."""

    def __init__(self, url: str) -> None:
        self._redis = create_client(url)
        self._sender = RedisSender(self._redis)
        self._reader = RedisReader(self._redis)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def count(self) -> int:
        return len(self._sender.logs) + len(self._reader.copies)

    def open(self, run_id: str) -> LiveRunLog:
        self._start()
        # Somebody here may have watched it before it began.
        return self._sender.open(self._reader.give_up(run_id) or LiveRunLog(run_id))

    def published(self, run_id: str) -> None:
        self._sender.wake()

    async def end(self, run_id: str, seq: int, last_event: str) -> None:
        self._start()
        self._reader.end(run_id, seq, last_event)
        await self._sender.end(run_id, seq, last_event)

    async def log_of(self, run_id: str, after: int) -> LiveRunLog | None:
        self._start()
        log = self._sender.logs.get(run_id) or self._reader.copies.get(run_id)
        if log is not None:
            return log
        log = await log_from_table(run_id, after)
        if log is None:
            return None
        return log if log.closed else await self._reader.follow(log)

    async def unstored(self, run_id: str, after: int) -> list[tuple[int, str]]:
        try:
            entries = await self._redis.xrange(stream_of(run_id), min=f"{after + 1}-0")
        except RedisError:
            return []
        return [(int(entry.partition("-")[0]), values["event"]) for entry, values in entries]

    async def check(self) -> str:
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await self._redis.ping()
        except (RedisError, TimeoutError):
            return "Redis does not answer."
        return "ok"

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        with suppress(RedisError):
            await self._reader.forget()
        await self._redis.aclose()

    def _start(self) -> None:
        if not self._tasks:
            forever = (
                self._sender.send_forever(),
                self._reader.read_forever(),
                self._reader.check_silent_forever(),
            )
            self._tasks = [asyncio.create_task(work) for work in forever]
