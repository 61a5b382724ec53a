"""Copies the watched runs of other processes: from Redis, and where it is silent from the table."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from agents_runtime.database import in_database
from agents_runtime.event_log import stored_events
from agents_runtime.live.live_log import LiveRunLog, end_log
from agents_runtime.live.redis_sender import EXPIRE_SECONDS, PREFIX, stream_of
from agents_runtime.live.stored_log import log_from_table

logger = logging.getLogger(__name__)

# Shorter than the client's own patience with a silent server.
BLOCK_MS = 2_000
BATCH = 500
RETRY_SECONDS = 0.5
# Of a run that says nothing, the table is asked whether it really does not.
SILENT_SECONDS = 3.0
# A copy is kept so long for the viewer it was made for.
NEW_SECONDS = 10.0
LAST = ('{"type":"done"', '{"type":"cancelled"', '{"type":"error"')


class RedisReader:
    """One for all viewers of this process."""

    def __init__(self, client: Any) -> None:
        self.copies: dict[str, LiveRunLog] = {}
        self._redis = client
        self._new_until: dict[str, float] = {}
        self._wake_stream = f"{PREFIX}wake:{uuid4().hex}"

    async def follow(self, log: LiveRunLog) -> LiveRunLog:
        """A copy of the run, which begins with what is known of it."""
        copy = self.copies.setdefault(log.run_id, log)
        self._new_until[log.run_id] = asyncio.get_running_loop().time() + NEW_SECONDS
        # The reader waits in Redis for the streams it knows: tell it there that there is one more.
        with suppress(RedisError):
            await self._redis.xadd(self._wake_stream, {"wake": "1"}, maxlen=8)
            await self._redis.expire(self._wake_stream, EXPIRE_SECONDS)
        return copy

    def give_up(self, run_id: str) -> LiveRunLog | None:
        """The copy of a run that begins in this process."""
        self._new_until.pop(run_id, None)
        return self.copies.pop(run_id, None)

    def end(self, run_id: str, seq: int, last_event: str) -> None:
        if run_id in self.copies:
            end_log(self.copies[run_id], seq, last_event)

    async def forget(self) -> None:
        await self._redis.delete(self._wake_stream)

    async def read_forever(self) -> None:
        woken = "0-0"
        while True:
            streams = {stream_of(run_id): f"{log.last_seq}-0" for run_id, log in self._watched()}
            try:
                found = await self._redis.xread({self._wake_stream: woken, **streams}, BATCH, BLOCK_MS)
            except RedisError as error:
                logger.warning("Redis does not answer (%s); viewers read the table", error)
                await self._read_table(self._watched())
                await asyncio.sleep(RETRY_SECONDS)
                continue
            for stream, entries in found or ():
                if stream == self._wake_stream:
                    woken = entries[-1][0]
                else:
                    await self._copy(stream.rpartition(":")[2], entries)

    async def check_silent_forever(self) -> None:
        """Of a run whose process cannot reach Redis, the events and the end are in the table alone."""
        seen: dict[str, int] = {}
        while True:
            silent = [(run_id, log) for run_id, log in self._watched() if seen.get(run_id) == log.last_seq]
            await self._read_table(silent)
            seen = {run_id: log.last_seq for run_id, log in self._watched()}
            await asyncio.sleep(SILENT_SECONDS)

    def _watched(self) -> list[tuple[str, LiveRunLog]]:
        """The copies that somebody reads; the others are dropped, to be made again when somebody comes."""
        now = asyncio.get_running_loop().time()
        for run_id, log in list(self.copies.items()):
            if log.closed or not (log.is_viewed or now < self._new_until[run_id]):
                del self.copies[run_id], self._new_until[run_id]
        return list(self.copies.items())

    async def _copy(self, run_id: str, entries: list[tuple[str, dict[str, str]]]) -> None:
        log = self.copies.get(run_id)
        if log is None:
            return
        for entry, values in entries:
            seq, text = int(entry.partition("-")[0]), values["event"]
            if seq > log.last_seq + 1:
                await self._catch_up(run_id, log, seq)
            if seq == log.last_seq + 1:
                log.append_encoded(text)
                if text.startswith(LAST):
                    log.close()

    async def _catch_up(self, run_id: str, log: LiveRunLog, before: int) -> None:
        """Entries that Redis lost are in the table, or will be within a flush."""
        for _ in range(20):
            try:
                events = await in_database(stored_events, run_id, log.last_seq)
            except DatabaseError as error:
                logger.warning("What Redis lost of run %s cannot be read yet: %s", run_id, error)
                events = []
            for seq, text in events:
                if seq == log.last_seq + 1 and seq < before:
                    log.append_encoded(text)
            if log.last_seq + 1 >= before:
                return
            await asyncio.sleep(0.05)

    async def _read_table(self, logs: list[tuple[str, LiveRunLog]]) -> None:
        for run_id, log in logs:
            try:
                stored = await log_from_table(run_id, log.last_seq)
            except DatabaseError as error:
                logger.warning("Run %s cannot be read from the table yet: %s", run_id, error)
                continue
            if stored is None:
                continue
            for text in stored.events[log.last_seq - stored.skipped :]:
                log.append_encoded(text)
            if stored.closed:
                log.close()
