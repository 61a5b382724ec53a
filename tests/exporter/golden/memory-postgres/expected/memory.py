"""Where conversations are kept: PostgreSQL."""

from __future__ import annotations

from context_window import ContextWindow
from conversations_postgres import PostgresConversations
from settings import setting

CONVERSATIONS = PostgresConversations(
    setting("POSTGRES_URL", "postgresql://localhost:5432/agent"),
    agent="demo-streaming-agent",
    window=ContextWindow(messages=50),
)
