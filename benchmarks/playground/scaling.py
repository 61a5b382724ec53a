"""What a second web process and a second worker add, on the cores that there are."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx

from ..measuring import Row
from ..processes import Provider
from .capacity import most_viewers
from .pace import Pace
from .relaying import KINDS
from .servers import Served, hosted
from .watching import watching

TOKENS = 300
RUNS_AT_ONCE = 12


def measure(audience: subprocess.Popen[str], pace: Pace, provider: Provider) -> Iterator[Row]:
    cores = os.cpu_count()
    for webs in (1, 2):
        with hosted(provider, webs=webs) as served:
            provider.always(tokens=["token "] * 50 * 180, tokens_per_second=50, stamped=True)
            for kind, title in KINDS.items():
                with watching(audience, served) as group:
                    most = most_viewers(group, kind, 50, pace.steps[50], pace.seconds)
                name = f"{title}, web processes: {webs}: viewers at 50 tokens/s on {cores} cores"
                yield Row(name, most, "viewers")
    for workers in (1, 2):
        with hosted(provider, workers=workers) as served:
            speed, load = generated(served, provider)
            yield Row(f"workers: {workers}: tokens/s generated as fast as they come", speed, "tokens/s")
            yield Row(f"workers: {workers}: CPU of all of them", load * 100, "%")


def generated(served: Served, provider: Provider) -> tuple[float, float]:
    """Tokens a second of runs that are asked for all at once, and how many cores the workers took."""
    provider.always(tokens=["token "] * TOKENS)
    address = f"http://127.0.0.1:{served.ports[0]}{served.base}/chat"
    with ThreadPoolExecutor(RUNS_AT_ONCE) as threads:

        def ask(_: int) -> None:
            answer = httpx.post(address, json={"message": "hello"}, timeout=300)
            assert answer.status_code == 200, answer.text

        list(threads.map(ask, range(len(served.workers))))  # warms up
        before, began = served.worker_cpu(), time.monotonic()
        runs = RUNS_AT_ONCE * 4
        list(threads.map(ask, range(runs)))
        took = time.monotonic() - began
        return runs * TOKENS / took, (served.worker_cpu() - before) / took
