"""Memory of the server's process: gone when it stops."""

from __future__ import annotations

from .backend import MemoryBackend

BACKEND = MemoryBackend(
    key="memory", title="In process", module="conversations_memory", class_name="MemoryConversations"
)
