"""Where conversations are kept: SQLite."""

from __future__ import annotations

from context_window import ContextWindow
from conversations_sqlite import SqliteConversations
from settings import data_file, setting

CONVERSATIONS = SqliteConversations(
    data_file(setting("SQLITE_PATH", "conversations.sqlite3")),
    window=ContextWindow(),
    ttl_seconds=3600,
)
