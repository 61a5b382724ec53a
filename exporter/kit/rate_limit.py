"""So many requests a minute from one address, with a burst."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from .errors import AgentError

MAX_CLIENTS = 10_000


class RateLimit:
    """A bucket for each address, that fills at the rate and holds the burst."""

    def __init__(
        self, per_minute: int, burst: int | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.per_second = per_minute / 60
        self.burst = max(1, burst if burst is not None else per_minute)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> None:
        """One request, or an error that says when to come back."""
        now = self._clock()
        level, since = self._buckets.pop(client, (float(self.burst), now))
        level = min(self.burst, level + (now - since) * self.per_second)
        allowed = level >= 1
        self._buckets[client] = (level - 1 if allowed else level, now)
        if len(self._buckets) > MAX_CLIENTS:
            self._buckets.popitem(last=False)
        if not allowed:
            wait = math.ceil((1 - level) / self.per_second)
            message = f"Too many requests: try again in {wait} s."
            raise AgentError(message, error_type="too_many_requests", status=429, retry_after=wait)
