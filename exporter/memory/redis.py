"""Redis."""

from __future__ import annotations

from .backend import MemoryBackend

BACKEND = MemoryBackend(
    key="redis",
    title="Redis",
    module="conversations_redis",
    class_name="RedisConversations",
    requirements=("redis>=6,<9",),
    url_variable="REDIS_URL",
    default_url="redis://localhost:6379/0",
    compose_service="redis",
    lock_set="redis",
)
