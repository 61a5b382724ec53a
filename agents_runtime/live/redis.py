"""The live log of several processes: a Redis Stream per run, one reader per process for all it watches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import redis.asyncio as redis
from redis.exceptions import RedisError

from agents_runtime.database import in_database
from agents_runtime.event_log import stored_events
from agents_runtime.live.live_log import LiveRunLog, end_log, forget_later, log_from_table

logger = logging.getLogger(__name__)

PREFIX = "ossa-studio:"
MOST_EVENTS = 20_000
EXPIRE_SECONDS = 3600
EXPIRE_ENDED_SECONDS = 300
# Not with each event. What expires while a run is silent is in the table.
RENEW_EVERY = 100
# Shorter than the client's own patience with a silent server.
BLOCK_MS = 2_000
BATCH = 500
RETRY_SECONDS = 0.5
CHECK_SECONDS = 2.0
# A copy is kept so long for the viewer it was made for.
NEW_SECONDS = 10.0
LAST = ('{"type":"done"', '{"type":"cancelled"', '{"type":"error"')


def stream_of(run_id: str) -> str:
    return f"{PREFIX}run:{run_id}"


class RedisLiveLog:
    """Numbers of events are the ids of their entries: `12-0` is event 12."""

    def __init__(self, url: str) -> None:
        # Its types cover answers of every protocol and encoding at once, which says nothing.
        self._redis: Any = redis.Redis.from_url(url, decode_responses=True, socket_connect_timeout=2)
        self._own: dict[str, LiveRunLog] = {}
        self._sent: dict[str, int] = {}
        self._copies: dict[str, LiveRunLog] = {}
        self._new_until: dict[str, float] = {}
        self._sending = asyncio.Lock()
        self._wake_stream = f"{PREFIX}wake:{uuid4().hex}"
        self._unsent = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def count(self) -> int:
        return len(self._own) + len(self._copies)

    def open(self, run_id: str) -> LiveRunLog:
        self._start()
        copy = self._copies.pop(run_id, None)  # somebody here watched it before it began
        self._new_until.pop(run_id, None)
        log = self._own[run_id] = copy or LiveRunLog(run_id)
        self._sent[run_id] = 0
        return log

    def published(self, run_id: str) -> None:
        self._unsent.set()

    async def end(self, run_id: str, seq: int, last_event: str) -> None:
        if run_id in self._own:
            end_log(self._own[run_id], seq, last_event)
            forget_later(self._own, run_id)
        elif run_id in self._copies:
            end_log(self._copies[run_id], seq, last_event)
        try:
            await self._send_pending()
            if run_id not in self._own:
                pipe = self._redis.pipeline(transaction=False)
                _add(pipe, run_id, [(seq, last_event)])
                await _execute(pipe)
            await self._redis.expire(stream_of(run_id), EXPIRE_ENDED_SECONDS)
        except RedisError as error:
            logger.warning("Redis did not take the end of a run (%s); viewers read the table", error)
        self._sent.pop(run_id, None)

    async def log_of(self, run_id: str, after: int) -> LiveRunLog | None:
        self._start()
        log = self._own.get(run_id) or self._copies.get(run_id)
        if log is not None:
            return log
        found = await log_from_table(run_id, after)
        if found is None:
            return None
        log, _ = found
        if log.closed:
            return log
        log = self._copies.setdefault(run_id, log)
        self._new_until[run_id] = asyncio.get_running_loop().time() + NEW_SECONDS
        await self._wake()
        return log

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
            await self._redis.delete(self._wake_stream)
        await self._redis.aclose()

    def _start(self) -> None:
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(self._send_forever()),
                asyncio.create_task(self._read_forever()),
            ]

    async def _send_forever(self) -> None:
        while True:
            await self._unsent.wait()
            self._unsent.clear()
            try:
                await self._send_pending()
            except RedisError as error:
                logger.warning("Redis does not take events (%s); viewers read the table", error)
                await asyncio.sleep(RETRY_SECONDS)
                self._unsent.set()

    async def _send_pending(self) -> None:
        # One at a time: an event that overtook another would have Redis refuse the other.
        async with self._sending:
            await self._send_all()

    async def _send_all(self) -> None:
        """What every run here has to send, in one go: they say a token at a time, each on its own."""
        ends, pipe = {}, self._redis.pipeline(transaction=False)
        for run_id, log in self._own.items():
            sent = self._sent.get(run_id)
            if sent is None or sent >= log.last_seq:
                continue
            events = enumerate(log.events[sent - log.skipped :], sent + 1)
            _add(pipe, run_id, events)
            ends[run_id] = log.last_seq
        if ends:
            await _execute(pipe)
            self._sent.update(ends)

    async def _wake(self) -> None:
        """The reader waits in Redis for the streams it knows: tell it there that there is one more."""
        with suppress(RedisError):
            await self._redis.xadd(self._wake_stream, {"wake": "1"}, maxlen=8)
            await self._redis.expire(self._wake_stream, EXPIRE_SECONDS)

    async def _read_forever(self) -> None:
        woken = "0-0"
        while True:
            streams = {stream_of(run_id): f"{log.last_seq}-0" for run_id, log in self._watched()}
            try:
                found = await self._redis.xread({self._wake_stream: woken, **streams}, BATCH, BLOCK_MS)
            except RedisError as error:
                logger.warning("Redis does not answer (%s); viewers read the table", error)
                await self._read_table()
                await asyncio.sleep(RETRY_SECONDS)
                continue
            for stream, entries in found or ():
                if stream == self._wake_stream:
                    woken = entries[-1][0]
                else:
                    await self._copy(stream.rpartition(":")[2], entries)

    def _watched(self) -> list[tuple[str, LiveRunLog]]:
        """The copies that somebody reads; the others are dropped, to be made again when somebody comes."""
        now = asyncio.get_running_loop().time()
        for run_id, log in list(self._copies.items()):
            if log.closed or not (log.is_viewed or now < self._new_until[run_id]):
                del self._copies[run_id], self._new_until[run_id]
        return list(self._copies.items())

    async def _copy(self, run_id: str, entries: list[tuple[str, dict[str, str]]]) -> None:
        log = self._copies.get(run_id)
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
            for seq, text in await in_database(stored_events, run_id, log.last_seq):
                if seq == log.last_seq + 1 and seq < before:
                    log.append_encoded(text)
            if log.last_seq + 1 >= before:
                return
            await asyncio.sleep(0.05)

    async def _read_table(self) -> None:
        for run_id, log in self._watched():
            found = await log_from_table(run_id, log.last_seq)
            if found is None:
                continue
            stored, _ = found
            for text in stored.events[log.last_seq - stored.skipped :]:
                log.append_encoded(text)
            if stored.closed:
                log.close()


def _add(pipe: Any, run_id: str, events: Iterable[tuple[int, str]]) -> None:
    stream = stream_of(run_id)
    for seq, text in events:
        pipe.xadd(stream, {"event": text}, id=f"{seq}-0", maxlen=MOST_EVENTS, approximate=True)
        if seq % RENEW_EVERY == 1:
            pipe.expire(stream, EXPIRE_SECONDS)


async def _execute(pipe: Any) -> None:
    answers = await pipe.execute(raise_on_error=False)
    # An id that is there already comes of a send whose answer was lost.
    errors = [one for one in answers if isinstance(one, Exception) and "equal or smaller" not in str(one)]
    if errors:
        raise errors[0]
