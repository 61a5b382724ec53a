"""PostgreSQL."""

from __future__ import annotations

from .backend import MemoryBackend

BACKEND = MemoryBackend(
    key="postgres",
    title="PostgreSQL",
    module="conversations_postgres",
    class_name="PostgresConversations",
    requirements=("psycopg[binary,pool]>=3.2,<4",),
    url_variable="POSTGRES_URL",
    default_url="postgresql://localhost:5432/agent",
    compose_service="postgres",
    lock_set="postgres",
)
