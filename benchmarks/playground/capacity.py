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
    """The servers climb in turns, and the better climb of each counts: a busy neighbour ends one early."""
    for rate, steps in pace.steps.items():
        provider.always(tokens=["token "] * rate * 180, tokens_per_second=rate, stamped=True)
        for kind, title in KINDS.items():
            climbers = servers[: pace.climbers[rate]]
            most = dict.fromkeys((served.name for served in climbers), 0)
            for served in [*climbers] * pace.rounds:
                with watching(audience, served) as group:
                    viewers = most_viewers(group, kind, rate, steps, pace.seconds)
                most[served.name] = max(most[served.name], viewers)
            bare = most.pop("bare")
            assert bare, "the bare server was not smooth at any step: the machine is too busy to measure"
            yield Row(f"{title}, bare: viewers at {rate} tokens/s", bare, "viewers")
            for name, viewers in most.items():
                what = f"{title}, {name}: viewers at {rate} tokens/s"
                yield Row(what, viewers, "viewers", viewers / bare, "bare", WANTED[rate])


def most_viewers(group: Watching, kind: str, rate: int, steps: Sequence[int], seconds: float) -> int:
    """The largest step that is smooth; two in a row that are not, each looked at twice, end the search."""
    most = missed = 0
    for step in steps:
        first_byte = group.join(kind, step - group.viewers)
        if _smooth_at_last(group, rate, first_byte, seconds):
            most, missed = step, 0
        elif missed:
            break
        else:
            missed = 1
    return most


def _smooth_at_last(group: Watching, rate: int, first_byte: float, seconds: float) -> bool:
    for _ in range(2):
        time.sleep(0.5)
        if is_smooth(group.watch(seconds).gap_p99, rate, first_byte):
            return True
    return False


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
    watched = min((group.watch(pace.seconds) for _ in range(2)), key=lambda seen: seen.gap_p99)
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
