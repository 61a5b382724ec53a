"""No memory: each message stands alone."""

from __future__ import annotations

from .backend import MemoryBackend

BACKEND = MemoryBackend(
    key="none", title="No memory", module="conversations_none", class_name="NoConversations"
)
