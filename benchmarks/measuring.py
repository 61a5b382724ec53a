"""Times, and the table they are printed in. On a shared machine a ratio means more than a figure."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure. `ratio` is to `yardstick`; `target` is what we want to reach, in words."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    yardstick: str = ""
    target: str = ""

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return (self.name, f"{self.value:.4g} {self.unit}", ratio, self.yardstick, self.target)


HEAD = ("what", "median", "ratio", "to", "target")


def table(rows: Iterable[Row]) -> str:
    """A Markdown table, so that it can be pasted into docs/benchmarks.md."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    padded = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    padded.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(padded)


def alternating_medians(*subjects: Callable[[], object], seconds: float = 3.0) -> list[float]:
    """Milliseconds of each subject, called in turn so that a busy moment hits all of them alike."""
    for subject in subjects:
        subject()
    times: list[list[float]] = [[] for _ in subjects]
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(times[0]) < 5:
        for subject, taken in zip(subjects, times, strict=True):
            started = time.perf_counter()
            subject()
            taken.append((time.perf_counter() - started) * 1000)
    return [statistics.median(taken) for taken in times]


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
