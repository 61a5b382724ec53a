"""Where conversations are kept: In process."""

from __future__ import annotations

from context_window import ContextWindow
from conversations_memory import MemoryConversations

CONVERSATIONS = MemoryConversations(window=ContextWindow(messages=50))
