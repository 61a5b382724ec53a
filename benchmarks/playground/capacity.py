"""How many viewers one server serves smoothly, and what a thousand slow ones take."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence

from ..measuring import Row
from ..processes import Provider
from .pace import SLACK_MS, Pace, is_smooth
from .relaying import KINDS
from .servers import Served
from .watching import Watching, watching

WANTED = {50: "≥ 300, ≥ 0.7", 10: "≥ 0.7"}
SLOW = 5


def measure(
    audience: subprocess.Popen[str], servers: Sequence[Served], pace: Pace, provider: Provider
) -> Iterator[Row]:
    for rate, steps in pace.steps.items():
        provider.always(tokens=["token "] * rate * 180, tokens_per_second=rate, stamped=True)
        for kind, title in KINDS.items():
            most = {}
            for served in servers[: pace.climbers[rate]]:
                with watching(audience, served) as group:
                    most[served.name] = most_viewers(group, kind, rate, steps, pace.seconds)
            for name, viewers in most.items():
                ratio = None if name == "bare" else viewers / max(most["bare"], 1)
                target = "" if ratio is None else WANTED[rate]
                what = f"{title}, {name}: viewers at {rate} tokens/s"
                yield Row(what, viewers, "viewers", ratio, "" if ratio is None else "bare", target)


def most_viewers(group: Watching, kind: str, rate: int, steps: Sequence[int], seconds: float) -> int:
    """The largest step that is still smooth; the first step that is not, looked at twice, ends the search."""
    most = 0
    for step in steps:
        first_byte = group.join(kind, step - group.viewers)
        for _ in range(2):
            time.sleep(0.5)
            watched = group.watch(seconds)
            if is_smooth(watched.gap_p99, rate, first_byte):
                break
        else:
            return most
        most = step
    return most


def measure_many(
    audience: subprocess.Popen[str], servers: Sequence[Served], pace: Pace, provider: Provider
) -> Iterator[Row]:
    provider.always(tokens=["token "] * SLOW * 120, tokens_per_second=SLOW, stamped=True)
    rows: list[list[Row]] = []
    for served in servers:
        with watching(audience, served) as group:
            rows.append(_many(group, f"{pace.many:,} WebSockets, {served.name}", pace))
    yield from beside_the_first(rows)


def _many(group: Watching, title: str, pace: Pace) -> list[Row]:
    first_byte = group.join("ws", pace.many)
    time.sleep(1)
    watched = group.watch(pace.seconds)
    assert not watched.lost, f"{title}: {watched.lost} connections were lost"
    target = f"< {1000 / SLOW + SLACK_MS:.0f} ms"
    return [
        Row(f"{title}: p99 gap at {SLOW} tokens/s", watched.gap_p99, "ms", target=target),
        Row(f"{title}: first byte, p99", first_byte * 1000, "ms", target="< 1000 ms"),
        Row(f"{title}: CPU of one core", watched.web_load * 100, "%"),
    ]


def beside_the_first(rows: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """The same figure of each server, with its ratio to that of the first, which is the bare one."""
    for bare, *others in zip(*rows, strict=True):
        yield bare
        for row in others:
            yield Row(row.name, row.value, row.unit, row.value / bare.value, "bare", row.target)
