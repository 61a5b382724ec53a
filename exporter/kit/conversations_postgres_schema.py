"""The tables of conversations in PostgreSQL, made where they are not there yet."""

from __future__ import annotations

from typing import Any

import psycopg

Connection = psycopg.AsyncConnection[tuple[Any, ...]]

SCHEMA_LOCK = 5_872_113_960
SCHEMA = """
CREATE TABLE IF NOT EXISTS agent_conversations (
    agent text NOT NULL, session_id text NOT NULL, title text NOT NULL, context text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agent, session_id)
);
CREATE TABLE IF NOT EXISTS agent_conversation_messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent text NOT NULL, session_id text NOT NULL, message text NOT NULL,
    FOREIGN KEY (agent, session_id) REFERENCES agent_conversations ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS agent_conversation_messages_session
    ON agent_conversation_messages (agent, session_id, id);
CREATE INDEX IF NOT EXISTS agent_conversations_updated_at ON agent_conversations (agent, updated_at);
"""


async def create_schema(db: Connection) -> None:
    """Once, even when several processes start together; and without the right to create tables that exist."""
    await db.execute("SELECT pg_advisory_xact_lock(%s)", (SCHEMA_LOCK,))
    found = await (await db.execute("SELECT to_regclass('agent_conversation_messages')")).fetchone()
    if found is None or found[0] is None:
        await db.execute(SCHEMA)
