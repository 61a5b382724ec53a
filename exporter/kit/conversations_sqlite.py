"""Conversations in a SQLite file: they survive a restart, and nothing has to run beside the server."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from langchain_core.messages import BaseMessage

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
    reason_of,
    title_of,
    utc_now,
)

T = TypeVar("T")

BUSY_SECONDS = 2.0
SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    session_id TEXT PRIMARY KEY, title TEXT NOT NULL, context TEXT NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, used REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS conversation_messages (
    id INTEGER PRIMARY KEY, message TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS conversation_messages_session ON conversation_messages (session_id);
CREATE INDEX IF NOT EXISTS conversations_used ON conversations (used);
"""


class SqliteConversations:
    """One thread, one connection: SQLite has one writer anyway, and no await can leave a transaction open."""

    def __init__(
        self,
        path: str | Path,
        *,
        window: ContextWindow = ContextWindow(messages=50),  # noqa: B008 (frozen)
        ttl_seconds: int | None = None,
    ) -> None:
        self._path = Path(path)
        self._window = window
        self._ttl = ttl_seconds
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="conversations")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        await open_or_warn(self)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)

    async def check(self) -> None:
        await self._do(lambda db: db.execute("SELECT 1 FROM conversations LIMIT 1").fetchone())

    async def load(self, session_id: str) -> Conversation:
        def read(db: sqlite3.Connection) -> Conversation:
            row = db.execute(
                "SELECT context FROM conversations WHERE session_id = ? AND used > ?",
                (session_id, self._oldest()),
            ).fetchone()
            if row is None:
                return Conversation()
            said = db.execute(
                "SELECT message FROM conversation_messages WHERE session_id = ? ORDER BY id", (session_id,)
            )
            return Conversation(decode_context(row[0]), [decode_message(text) for (text,) in said])

        return await self._do(read)

    async def save_turn(
        self, session_id: str, context: Sequence[BaseMessage], transcript: Sequence[TranscriptMessage]
    ) -> None:
        kept, said = encode_context(self._window.apply(context)), [encode_message(one) for one in transcript]

        def write(db: sqlite3.Connection) -> None:
            now = utc_now()
            db.execute("DELETE FROM conversations WHERE used <= ?", (self._oldest(),))
            db.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (session_id) DO UPDATE"
                " SET context = excluded.context, updated_at = excluded.updated_at, used = excluded.used",
                (session_id, title_of(transcript), kept, now, now, time.time()),
            )
            db.executemany(
                "INSERT INTO conversation_messages (session_id, message) VALUES (?, ?)",
                [(session_id, text) for text in said],
            )

        await self._do(write)

    async def list_sessions(self) -> list[SessionInfo]:
        def read(db: sqlite3.Connection) -> list[SessionInfo]:
            rows = db.execute(
                "SELECT session_id, title, (SELECT count(*) FROM conversation_messages m"
                " WHERE m.session_id = c.session_id), created_at, updated_at"
                " FROM conversations c WHERE used > ? ORDER BY used DESC",
                (self._oldest(),),
            )
            return [SessionInfo(*row) for row in rows]

        return await self._do(read)

    async def forget(self, session_id: str) -> bool:
        def delete(db: sqlite3.Connection) -> bool:
            return db.execute("DELETE FROM conversations WHERE session_id = ?", (session_id,)).rowcount > 0

        return await self._do(delete)

    def _oldest(self) -> float:
        return 0.0 if self._ttl is None else time.time() - self._ttl

    async def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        async def in_thread() -> T:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._in_transaction, work)

        try:
            return await answer_within(in_thread())
        except TimeoutError:
            raise self._unavailable("it does not answer") from None
        except (sqlite3.Error, OSError) as error:
            raise self._unavailable(reason_of(error)) from error

    def _in_transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            db = self._connection or self._connect()
            with db:
                return work(db)
        except sqlite3.Error:
            self._disconnect()
            raise

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self._path, timeout=BUSY_SECONDS)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA foreign_keys = ON")
        db.executescript(SCHEMA)
        self._connection = db
        return db

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _unavailable(self, reason: str) -> MemoryUnavailableError:
        return MemoryUnavailableError(f'Conversations cannot be kept in "{self._path.name}": {reason}.')
