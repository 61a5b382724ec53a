"""Where conversations are kept: Redis."""

from __future__ import annotations

from context_window import ContextWindow
from conversations_redis import RedisConversations
from settings import setting

CONVERSATIONS = RedisConversations(
    setting("REDIS_URL", "redis://localhost:6379/0"),
    agent="demo-streaming-agent",
    window=ContextWindow(messages=50),
)
