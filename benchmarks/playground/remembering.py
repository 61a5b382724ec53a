"""How much memory a viewer takes who has nothing to see, and what somebody who joins costs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence

from ..measuring import Row
from ..processes import Provider
from .capacity import beside_the_first
from .pace import Pace
from .relaying import KINDS
from .servers import Served
from .watching import watching

WARM = 20


def measure(
    audience: subprocess.Popen[str], servers: Sequence[Served], pace: Pace, provider: Provider
) -> Iterator[Row]:
    """Servers have to be fresh: a process keeps the memory it once had, and the next viewers use it."""
    provider.always(tokens=["token "] * 60, tokens_per_second=0.5)
    rows = []
    for served in servers:
        with watching(audience, served) as group:
            same: list[Row] = []
            for kind in KINDS:
                group.join(kind, WARM)
            for kind, title in KINDS.items():
                memory, cpu = served.web_kilobytes(), served.web_cpu()
                group.join(kind, pace.idle)
                cpu = (served.web_cpu() - cpu) * 1000 / pace.idle
                time.sleep(1)
                memory = (served.web_kilobytes() - memory) / pace.idle
                same.append(Row(f"{title}, {served.name}: memory per viewer", memory, "KB"))
                same.append(Row(f"{title}, {served.name}: CPU to join", cpu, "ms"))
            rows.append(same)
    yield from beside_the_first(rows)
