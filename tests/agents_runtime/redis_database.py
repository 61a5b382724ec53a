"""One of Redis's numbered databases, for one set-up alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.services import redis_url

CLAIM = "taken-by-a-test"
CLAIM_SECONDS = 900


@contextmanager
def redis_database() -> Iterator[str]:
    """Its address; it is empty before and afterwards. Database 0 is everybody's."""
    base = redis_url().rpartition("/")[0]
    for number in range(1, 16):
        url = f"{base}/{number}"
        with redis.Redis.from_url(url) as client:
            if client.dbsize() or not client.set(CLAIM, "1", nx=True, ex=CLAIM_SECONDS):
                continue
            try:
                yield url
            finally:
                client.flushdb()
            return
    raise AssertionError(f"every database of {base} is in use")
