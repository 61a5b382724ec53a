"""Live logs: the newest events of a run, from which viewers are served at once."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from agents_runtime.live.live_log import LiveLog


@cache
def live_log() -> LiveLog:
    """The one of this process: in memory, or in Redis where processes share it."""
    if settings.STUDIO_REDIS_URL:
        from agents_runtime.live.redis import RedisLiveLog

        return RedisLiveLog(settings.STUDIO_REDIS_URL)
    from agents_runtime.live.memory import MemoryLiveLog

    return MemoryLiveLog()


__all__ = ["LiveLog", "live_log"]
