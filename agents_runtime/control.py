"""Takes commands to whichever process runs an agent: cancel a run, answer a tool call.

A command is a wake-up, not the truth: what it says is in the database before it is sent, and the process that
runs the agent looks there each second, so that a lost one costs a second.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any, Protocol

from django.conf import settings
from redis.exceptions import RedisError

from agents_runtime.redis_client import create_client

logger = logging.getLogger(__name__)

RETRY_SECONDS = 0.5
WAIT_SECONDS = 2.0

Receive = Callable[[str], None]


class Control(Protocol):
    """`receive` is called with the id of a run that should look at what is asked of it."""

    async def send(self, run_id: str) -> None: ...

    async def close(self) -> None: ...


class MemoryControl:
    """Within this process."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive

    async def send(self, run_id: str) -> None:
        self._receive(run_id)

    async def close(self) -> None:
        """Nothing to close."""


class RedisControl:
    """To every process, by publish and subscribe."""

    def __init__(self, receive: Receive, url: str) -> None:
        self._receive = receive
        self._redis = create_client(url)
        self._listening = asyncio.create_task(self._listen_forever())

    async def send(self, run_id: str) -> None:
        self._receive(run_id)
        try:
            await self._redis.publish(channel_of(self._redis), json.dumps(run_id))
        except RedisError as error:
            logger.warning("Redis does not take commands (%s); they are read from the database", error)

    async def close(self) -> None:
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        await self._redis.aclose()

    async def _listen_forever(self) -> None:
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
                    await subscription.subscribe(channel_of(self._redis))
                    while True:
                        # Not `listen`, which takes silence for a broken connection after a while.
                        message = await subscription.get_message(timeout=WAIT_SECONDS)
                        if message is not None:
                            self._receive(json.loads(message["data"]))
            except RedisError as error:
                logger.warning("Redis does not bring commands (%s)", error)
                await asyncio.sleep(RETRY_SECONDS)


def channel_of(client: Any) -> str:
    """Channels belong to none of Redis's numbered databases: the number keeps studios apart."""
    return f"ossa-studio:{client.connection_pool.connection_kwargs.get('db', 0)}:control"


def create_control(receive: Receive) -> Control:
    if settings.STUDIO_REDIS_URL:
        return RedisControl(receive, settings.STUDIO_REDIS_URL)
    return MemoryControl(receive)
