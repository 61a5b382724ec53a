"""Conversations in Redis, with plain keys: any Redis will do, no modules needed."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from langchain_core.messages import BaseMessage
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from .context_window import ContextWindow
from .conversations import (
    Conversation,
    MemoryUnavailableError,
    SessionInfo,
    TranscriptMessage,
    answer_within,
    decode_context,
    decode_message,
    encode_context,
    encode_message,
    open_or_warn,
    place_of,
    reason_of,
    title_of,
    utc_now,
)

T = TypeVar("T")


class RedisConversations:
    """Several agents may share a Redis: each has its keys under its own `agent` name.

    Of a session there is a hash, a list of what was said, and an entry in the sorted set of all sessions.
    """

    def __init__(
        self,
        url: str,
        *,
        agent: str = "agent",
        window: ContextWindow = ContextWindow(messages=50),  # noqa: B008 (frozen)
        ttl_seconds: int | None = None,
    ) -> None:
        self._url = url
        self._prefix = f"{agent}:conversations"
        self._window = window
        self._ttl = ttl_seconds
        self._redis: Redis | None = None

    async def open(self) -> None:
        await open_or_warn(self)

    async def close(self) -> None:
        if self._redis is not None:
            redis, self._redis = self._redis, None
            await redis.aclose()

    async def check(self) -> None:
        async def ask(redis: Redis) -> None:
            await redis.exists(self._sessions)

        await self._do(ask)

    async def load(self, session_id: str) -> Conversation:
        async def read(redis: Redis) -> Conversation:
            async with redis.pipeline(transaction=True) as together:
                together.hget(self._session(session_id), "context")
                together.lrange(self._said(session_id), 0, -1)
                context, said = await together.execute()
            if context is None:
                return Conversation()
            return Conversation(decode_context(context), [decode_message(text) for text in said])

        return await self._do(read)

    async def save_turn(
        self, session_id: str, context: Sequence[BaseMessage], transcript: Sequence[TranscriptMessage]
    ) -> None:
        session, said = self._session(session_id), self._said(session_id)
        kept = encode_context(self._window.apply(context))

        async def write(redis: Redis) -> None:
            now = utc_now()
            async with redis.pipeline(transaction=True) as together:
                together.hsetnx(session, "created_at", now)
                together.hsetnx(session, "title", title_of(transcript))
                together.hset(session, mapping={"context": kept, "updated_at": now})
                if transcript:
                    together.rpush(said, *(encode_message(message) for message in transcript))
                if self._ttl is not None:
                    together.expire(session, self._ttl)
                    together.expire(said, self._ttl)
                together.zadd(self._sessions, {session_id: time.time()})
                await together.execute()

        await self._do(write)

    async def list_sessions(self) -> list[SessionInfo]:
        async def read(redis: Redis) -> list[SessionInfo]:
            if self._ttl is not None:
                await redis.zremrangebyscore(self._sessions, 0, time.time() - self._ttl)
            names = [str(name) for name in await redis.zrevrange(self._sessions, 0, -1)]
            async with redis.pipeline(transaction=False) as together:
                for name in names:
                    together.hmget(self._session(name), "title", "created_at", "updated_at")
                    together.llen(self._said(name))
                answers: list[Any] = await together.execute()
            return [
                SessionInfo(name, title, messages, created_at, updated_at)
                for name, (title, created_at, updated_at), messages in zip(
                    names, answers[::2], answers[1::2], strict=True
                )
                if title is not None
            ]

        return await self._do(read)

    async def forget(self, session_id: str) -> bool:
        async def delete(redis: Redis) -> bool:
            async with redis.pipeline(transaction=True) as together:
                together.delete(self._session(session_id))
                together.delete(self._said(session_id))
                together.zrem(self._sessions, session_id)
                deleted, *_ = await together.execute()
            return bool(deleted)

        return await self._do(delete)

    @property
    def _sessions(self) -> str:
        return self._prefix

    def _session(self, session_id: str) -> str:
        return f"{self._prefix}:{session_id}:session"

    def _said(self, session_id: str) -> str:
        return f"{self._prefix}:{session_id}:said"

    async def _do(self, work: Callable[[Redis], Awaitable[T]]) -> T:
        async def with_client() -> T:
            return await work(self._client())

        try:
            return await answer_within(with_client())
        except TimeoutError:
            raise self._unavailable("it does not answer") from None
        except (RedisError, OSError) as error:
            raise self._unavailable(reason_of(error)) from error

    def _client(self) -> Redis:
        if self._redis is None:
            try:
                self._redis = Redis.from_url(
                    self._url,
                    decode_responses=True,
                    socket_connect_timeout=2.0,
                    socket_timeout=2.0,
                    # Trying again could append the same messages twice.
                    retry=Retry(NoBackoff(), 0),
                )
            except ValueError:
                raise self._unavailable("its address is not a Redis address") from None
        return self._redis

    def _unavailable(self, reason: str) -> MemoryUnavailableError:
        place = place_of(self._url)
        return MemoryUnavailableError(f"Conversations cannot be kept in Redis at {place}: {reason}.")
