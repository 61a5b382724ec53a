"""A SQLite file beside the project."""

from __future__ import annotations

from .backend import MemoryBackend

BACKEND = MemoryBackend(
    key="sqlite",
    title="SQLite",
    module="conversations_sqlite",
    class_name="SqliteConversations",
    url_variable="SQLITE_PATH",
    default_url="conversations.sqlite3",
)
