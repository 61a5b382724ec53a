"""Sends what the runs of this process say to their streams in Redis."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from agents_runtime.live.live_log import KEEP_SECONDS, LiveRunLog, end_log, forget_later

logger = logging.getLogger(__name__)

PREFIX = "ossa-studio:"
MOST_EVENTS = 20_000
EXPIRE_SECONDS = 3600
EXPIRE_ENDED_SECONDS = 300
# Not with each event. What expires while a run is silent is in the table.
RENEW_EVERY = 100
# After an outage there may be much to send; other tasks have their turn in between.
AT_ONCE = 1_000
RETRY_SECONDS = 0.5


def stream_of(run_id: str) -> str:
    return f"{PREFIX}run:{run_id}"


@dataclass
class Outgoing:
    """A log, and the number of its last event that Redis has."""

    log: LiveRunLog
    sent: int

    @property
    def is_over(self) -> bool:
        return self.log.closed and self.sent == self.log.last_seq


class RedisSender:
    """Numbers of events are the ids of their entries: `12-0` is event 12."""

    def __init__(self, client: Any) -> None:
        self.logs: dict[str, LiveRunLog] = {}
        self._redis = client
        self._outgoing: dict[str, Outgoing] = {}
        self._sending = asyncio.Lock()
        self._unsent = asyncio.Event()

    def open(self, log: LiveRunLog) -> LiveRunLog:
        self.logs[log.run_id] = log
        self._outgoing[log.run_id] = Outgoing(log, 0)
        return log

    def wake(self) -> None:
        self._unsent.set()

    async def end(self, run_id: str, seq: int, last_event: str) -> None:
        """Also of a run that another process ran, whose last event is all there is to send."""
        only_end = Outgoing(LiveRunLog(run_id, skipped=seq - 1), seq - 1)
        end_log(self._outgoing.setdefault(run_id, only_end).log, seq, last_event)
        if run_id in self.logs:
            forget_later(self.logs, run_id)
        asyncio.get_running_loop().call_later(KEEP_SECONDS, self._outgoing.pop, run_id, None)
        try:
            await self._send_all()
        except RedisError as error:
            logger.warning("Redis did not take the end of a run yet (%s); viewers read the table", error)
            self.wake()

    async def send_forever(self) -> None:
        while True:
            await self._unsent.wait()
            self._unsent.clear()
            try:
                await self._send_all()
            except RedisError as error:
                logger.warning("Redis does not take events (%s); viewers read the table", error)
                await asyncio.sleep(RETRY_SECONDS)
                self.wake()

    async def _send_all(self) -> None:
        # One at a time: an event that overtook another would have Redis refuse the other.
        async with self._sending:
            while await self._send_some():
                pass

    async def _send_some(self) -> bool:
        """Runs say a token at a time, each on its own: send them in one go. Whether there was anything."""
        room, pipe, reached = AT_ONCE, self._redis.pipeline(transaction=False), []
        for run_id, outgoing in self._outgoing.items():
            start = outgoing.sent - outgoing.log.skipped
            texts = outgoing.log.events[start : start + room]
            room -= len(texts)
            if texts:
                reached.append((outgoing, outgoing.sent + len(texts)))
                _add(pipe, stream_of(run_id), outgoing.sent + 1, texts)
                if outgoing.log.closed:
                    pipe.expire(stream_of(run_id), EXPIRE_ENDED_SECONDS)
        if not reached:
            return False
        await _execute(pipe)
        for outgoing, seq in reached:
            outgoing.sent = seq
            if outgoing.is_over:
                self._outgoing.pop(outgoing.log.run_id, None)
        return True


def _add(pipe: Any, stream: str, first: int, texts: list[str]) -> None:
    for seq, text in enumerate(texts, first):
        pipe.xadd(stream, {"event": text}, id=f"{seq}-0", maxlen=MOST_EVENTS, approximate=True)
        if seq % RENEW_EVERY == 1:
            pipe.expire(stream, EXPIRE_SECONDS)


async def _execute(pipe: Any) -> None:
    answers = await pipe.execute(raise_on_error=False)
    # An id that is there already comes of a send whose answer was lost.
    errors = [one for one in answers if isinstance(one, Exception) and "equal or smaller" not in str(one)]
    if errors:
        raise errors[0]
