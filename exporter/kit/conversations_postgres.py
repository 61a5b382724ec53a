"""Conversations in PostgreSQL: they survive a restart and are shared by all processes of the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import psycopg
from langchain_core.messages import BaseMessage
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import AsyncConnectionPool, PoolTimeout

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
)
from .conversations_postgres_schema import Connection, create_schema

T = TypeVar("T")

FRESH = "(%(ttl)s::float8 IS NULL OR updated_at > now() - make_interval(secs => %(ttl)s))"


class PostgresConversations:
    """Several agents may share a database: each sees only the rows under its own `agent` name."""

    def __init__(
        self,
        url: str,
        *,
        agent: str = "agent",
        window: ContextWindow = ContextWindow(messages=50),  # noqa: B008 (frozen)
        ttl_seconds: int | None = None,
    ) -> None:
        self._url = url
        self._window = window
        self._values: dict[str, Any] = {"agent": agent, "ttl": ttl_seconds}
        self._pool: AsyncConnectionPool[Connection] | None = None
        self._has_schema = False

    async def open(self) -> None:
        await open_or_warn(self)

    async def close(self) -> None:
        if self._pool is not None:
            pool, self._pool = self._pool, None
            await pool.close(timeout=1.0)

    async def check(self) -> None:
        async def ask(db: Connection) -> None:
            await db.execute("SELECT 1 FROM agent_conversations LIMIT 1")

        await self._do(ask)

    async def load(self, session_id: str) -> Conversation:
        async def read(db: Connection) -> Conversation:
            values = {**self._values, "session": session_id}
            found = await db.execute(
                f"SELECT context FROM agent_conversations WHERE agent = %(agent)s"
                f" AND session_id = %(session)s AND {FRESH}",
                values,
            )
            row = await found.fetchone()
            if row is None:
                return Conversation()
            said = await db.execute(
                "SELECT message FROM agent_conversation_messages"
                " WHERE agent = %(agent)s AND session_id = %(session)s ORDER BY id",
                values,
            )
            return Conversation(decode_context(row[0]), [decode_message(text) async for (text,) in said])

        return await self._do(read)

    async def save_turn(
        self, session_id: str, context: Sequence[BaseMessage], transcript: Sequence[TranscriptMessage]
    ) -> None:
        values = {
            **self._values,
            "session": session_id,
            "title": title_of(transcript),
            "context": encode_context(self._window.apply(context)),
        }

        async def write(db: Connection) -> None:
            await db.execute(
                f"DELETE FROM agent_conversations WHERE agent = %(agent)s AND NOT {FRESH}",
                values,
            )
            await db.execute(
                "INSERT INTO agent_conversations (agent, session_id, title, context)"
                " VALUES (%(agent)s, %(session)s, %(title)s, %(context)s)"
                " ON CONFLICT (agent, session_id)"
                " DO UPDATE SET context = excluded.context, updated_at = now()",
                values,
            )
            for message in transcript:
                await db.execute(
                    "INSERT INTO agent_conversation_messages (agent, session_id, message)"
                    " VALUES (%(agent)s, %(session)s, %(message)s)",
                    {**values, "message": encode_message(message)},
                )

        await self._do(write)

    async def list_sessions(self) -> list[SessionInfo]:
        async def read(db: Connection) -> list[SessionInfo]:
            rows = await db.execute(
                "SELECT session_id, title, (SELECT count(*) FROM agent_conversation_messages m"
                " WHERE m.agent = c.agent AND m.session_id = c.session_id), created_at, updated_at"
                f" FROM agent_conversations c WHERE agent = %(agent)s AND {FRESH} ORDER BY updated_at DESC",
                self._values,
            )
            return [
                SessionInfo(name, title, messages, _text(created), _text(updated))
                async for name, title, messages, created, updated in rows
            ]

        return await self._do(read)

    async def forget(self, session_id: str) -> bool:
        async def delete(db: Connection) -> bool:
            deleted = await db.execute(
                "DELETE FROM agent_conversations WHERE agent = %(agent)s AND session_id = %(session)s",
                {**self._values, "session": session_id},
            )
            return deleted.rowcount > 0

        return await self._do(delete)

    async def _do(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        async def in_transaction() -> T:
            pool = await self._opened_pool()
            async with pool.connection() as db:
                if not self._has_schema:
                    await create_schema(db)
                    await db.commit()
                    self._has_schema = True
                return await work(db)

        try:
            return await answer_within(in_transaction())
        except (TimeoutError, PoolTimeout):
            raise self._unavailable("it does not answer") from None
        except psycopg.Error as error:
            raise self._unavailable(reason_of(error)) from error

    async def _opened_pool(self) -> AsyncConnectionPool[Connection]:
        if self._pool is None:
            try:
                conninfo_to_dict(self._url)
            except psycopg.ProgrammingError:
                # The driver's own message repeats a part of the address, perhaps the password.
                raise self._unavailable("its address is not a PostgreSQL address") from None
            self._pool = AsyncConnectionPool(
                self._url,
                min_size=0,
                max_size=10,
                open=False,
                timeout=2.5,
                # A pool that lost its server waits ever longer between attempts; this makes it start over.
                reconnect_timeout=2.0,
                check=AsyncConnectionPool.check_connection,
                kwargs={"connect_timeout": 2},
            )
            await self._pool.open(wait=False)
        return self._pool

    def _unavailable(self, reason: str) -> MemoryUnavailableError:
        place = place_of(self._url)
        return MemoryUnavailableError(f"Conversations cannot be kept in PostgreSQL at {place}: {reason}.")


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
