"""A SQLite file in the project's DATA_DIR."""

from __future__ import annotations

from .backend import MemoryBackend

BACKEND = MemoryBackend(
    key="sqlite",
    title="SQLite",
    module="conversations_sqlite",
    class_name="SqliteConversations",
    url_variable="SQLITE_PATH",
    default_url="conversations.sqlite3",
    in_data_folder=True,
)
