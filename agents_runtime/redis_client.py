"""How this project talks to Redis: the live logs' streams, and commands."""

from __future__ import annotations

from typing import Any

import redis.asyncio as redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff

CONNECT_SECONDS = 2


def create_client(url: str) -> Any:
    """Its types cover answers of every protocol and encoding at once, which says nothing.

    It tries twice, not its usual eleven times in as many seconds: whoever cancels or joins would wait for
    that, and all that Redis brings is in the database too.
    """
    retry = Retry(ConstantBackoff(0.05), 1)
    return redis.Redis.from_url(
        url, decode_responses=True, socket_connect_timeout=CONNECT_SECONDS, retry=retry
    )
