"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import Section


class StateStorageConfig(Section):
    """StateStorageConfig."""

    provider: str | None = Field(None, description="")
    prefix: str | None = Field(None, description="")
    endpoint: str | None = Field(None, description="")


class StateStorageEncryption(Section):
    """StateStorageEncryption."""

    enabled: bool | None = Field(None, description="")
    algorithm: str | None = Field(None, description="")
    keyRef: str | None = Field(None, description="")


class StateStorage(Section):
    """StateStorage."""

    type: Literal["memory", "vector-db", "kv", "rdbms", "custom"] | None = Field(None, description="")
    retention: str | None = Field(None, description="")
    config: StateStorageConfig | None = Field(None, description="")
    encryption: StateStorageEncryption | None = Field(None, description="")


class StateContextWindow(Section):
    """StateContextWindow."""

    max_messages: int | None = Field(None, description="")
    max_tokens: int | None = Field(None, description="")
    strategy: Literal["truncation", "summarization", "sliding_window"] | None = Field(None, description="")


class State(Section):
    """State."""

    mode: Literal["stateless", "session", "long_running"] | None = Field(None, description="")
    storage: StateStorage | None = Field(None, description="")
    context_window: StateContextWindow | None = Field(None, description="")

