"""What an agent keeps between messages, as OSSA describes it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import Section


class StateStorageConfig(Section):
    """Settings of a store."""

    provider: str | None = Field(None, description="What it is.")
    prefix: str | None = Field(None, description="What its keys begin with.")
    endpoint: str | None = Field(None, description="Its address.")


class StateStorageEncryption(Section):
    """How a store is encrypted."""

    enabled: bool | None = Field(None, description="Whether it is.")
    algorithm: str | None = Field(None, description="With which algorithm.")
    keyRef: str | None = Field(None, description="Where the key is.")


class StateStorage(Section):
    """Where state is kept."""

    type: Literal["memory", "vector-db", "kv", "rdbms", "custom"] | None = Field(
        None, description="Kind of store."
    )
    retention: str | None = Field(None, description='For how long, as in "30d".')
    config: StateStorageConfig | None = Field(None, description="Settings of the store.")
    encryption: StateStorageEncryption | None = Field(None, description="How it is encrypted.")


class ContextWindow(Section):
    """How much of a conversation the chat model sees."""

    max_messages: int | None = Field(None, description="Messages at most.")
    max_tokens: int | None = Field(None, description="Tokens at most.")
    strategy: Literal["truncation", "summarization", "sliding_window"] | None = Field(
        None, description="What happens to the rest."
    )


class State(Section):
    """What an agent keeps between messages."""

    mode: Literal["stateless", "session", "long_running"] | None = Field(
        None, description="Whether it keeps anything."
    )
    storage: StateStorage | None = Field(None, description="Where it is kept.")
    context_window: ContextWindow | None = Field(None, description="How much the chat model sees.")
