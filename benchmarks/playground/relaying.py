"""What relaying costs beside the bare server: CPU and time on the way for each token that a viewer gets."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence

from ..measuring import Row
from .pace import Pace
from .servers import Served
from .watching import Watched, watching

VIEWERS = 100
KINDS = {"sse": "SSE", "ws": "WebSocket"}


def measure(audience: subprocess.Popen[str], servers: Sequence[Served], pace: Pace) -> Iterator[Row]:
    """A hundred viewers of ten runs at 50 tokens/s, on one server after the other, several times."""
    seen: dict[tuple[str, str], list[Watched]] = {}
    for _ in range(pace.rounds):
        for kind in KINDS:
            for served in servers:
                with watching(audience, served) as group:
                    group.join(kind, VIEWERS)
                    time.sleep(1)
                    seen.setdefault((kind, served.name), []).append(group.watch(pace.seconds))
    for kind, title in KINDS.items():
        figures = {served.name: _medians(seen[kind, served.name]) for served in servers}
        yield from _rows(title, figures)


def _medians(seen: list[Watched]) -> tuple[float, float, float]:
    return (
        statistics.median(watched.relayed_ms for watched in seen),
        statistics.median(watched.delay_p50 for watched in seen),
        statistics.median(watched.delay_p99 for watched in seen),
    )


def _rows(title: str, figures: dict[str, tuple[float, float, float]]) -> Iterator[Row]:
    bare = figures["bare"]
    for at, what in enumerate(("CPU per 1,000 tokens relayed", "on the way, p50", "on the way, p99")):
        for name, values in figures.items():
            ratio = None if name == "bare" else values[at] / bare[at]
            yield Row(f"{title}, {name}: {what}", values[at], "ms", ratio, "" if ratio is None else "bare")
