"""How much is measured: everything, or with `--quick` so much that it takes three minutes."""

from __future__ import annotations

from dataclasses import dataclass

# A gap may be 30 ms longer than the provider's own: 50 ms at 50 tokens/s, 130 ms at 10.
SLACK_MS = 30.0
FIRST_BYTE_SECONDS = 1.0


@dataclass(frozen=True)
class Pace:
    """`steps` are numbers of viewers to try, by tokens per second; `climbers` how many servers climb them."""

    rounds: int
    seconds: float
    steps: dict[int, tuple[int, ...]]
    climbers: dict[int, int]
    sections: tuple[str, ...]
    idle: int = 300
    many: int = 1000


FULL = Pace(
    rounds=2,
    seconds=2.5,
    # To where the bare server fails too: its largest step is what the others are compared with.
    steps={
        50: (50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000, 1200),
        10: (250, 500, 750, 1000, 1250, 1500, 1750, 2000, 2500, 3000),
    },
    climbers={50: 4, 10: 3},
    sections=("memory", "many", "relaying", "capacity", "generating"),
)
QUICK = Pace(
    rounds=1,
    seconds=2.0,
    steps={50: (100, 200, 300, 400)},
    climbers={50: 2},
    sections=("memory", "relaying", "capacity", "generating"),
    idle=150,
)


def is_smooth(gap_p99: float, rate: int, first_byte: float) -> bool:
    return gap_p99 < 1000 / rate + SLACK_MS and first_byte < FIRST_BYTE_SECONDS
