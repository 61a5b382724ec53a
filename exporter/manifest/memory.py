"""`spec.memory`: how a conversation is remembered. OSSA leaves it open; this is what users write."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import Reference


class MemoryConnection(Section):
    """How to reach the store."""

    url: str | None = Field(None, description='Its address; give it as "${REDIS_URL}".')
    host: str | None = Field(None, description="Its host.")
    port: int | Reference | None = Field(None, description="Its port.")
    db: int | Reference | None = Field(None, description="Number of the database.")
    session_ttl: int | Reference | None = Field(None, description="Seconds that a conversation is kept.")
    pool_size: int | Reference | None = Field(None, description="Connections at the same time.")
    timeout: float | Reference | None = Field(None, description="Seconds until it counts as unreachable.")


class MemoryPersistence(Section):
    """Whether a conversation survives a restart."""

    enabled: bool | None = Field(None, description="Whether it does.")
    backend: str | None = Field(None, description='Where it is kept: "sqlite", "postgres" or "redis".')
    ttl: int | Reference | None = Field(None, description="Seconds that a conversation is kept.")
    connection: MemoryConnection | None = Field(None, description="How to reach the store.")


class Summarization(Section):
    """How older messages are summarised."""

    trigger_threshold: int | Reference | None = Field(None, description="Messages after which that happens.")
    summary_prompt: str | None = Field(None, description="What the chat model is told for it.")


class Memory(Section):
    """How a conversation is remembered, and where."""

    enabled: bool | None = Field(None, description="Whether anything is remembered.")
    type: str | None = Field(None, description='As in "buffer", "summary", "sqlite", "postgres" or "redis".')
    backend: str | None = Field(
        None, description='Where it is kept: "memory", "sqlite", "postgres" or "redis".'
    )
    window_size: int | Reference | None = Field(None, description="Messages that the chat model sees.")
    windowSize: int | Reference | None = Field(None, description='The same as "window_size".')
    max_token_limit: int | Reference | None = Field(None, description="Tokens that the chat model sees.")
    maxTokenLimit: int | Reference | None = Field(None, description='The same as "max_token_limit".')
    return_messages: bool | None = Field(
        None, description="Without effect: messages are always kept as such."
    )
    config: MemoryConnection | None = Field(None, description="How to reach the store.")
    persistence: MemoryPersistence | None = Field(None, description="Whether it survives a restart.")
    summarization: Summarization | None = Field(None, description="How older messages are summarised.")
    entities: list[Any] | None = Field(None, description="Things to remember in particular.")
