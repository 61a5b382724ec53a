"""What it costs to have an agent answer: engine, events, ledger, saving, beside LangChain's own stream."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.generated.served import ServedProject

from ..measuring import Row
from ..processes import Provider, cpu_seconds
from .pace import Pace
from .servers import Served
from .watching import RUNS, watching

RATE = 50


def measure(
    audience: subprocess.Popen[str],
    servers: Sequence[Served],
    langchain: ServedProject,
    provider: Provider,
    pace: Pace,
) -> Iterator[Row]:
    """Ten runs at 50 tokens/s, each with the one viewer that started it, in turns with ten bare streams."""
    taken: dict[str, list[float]] = {}
    for _ in range(pace.rounds):
        provider.always(tokens=["token "] * RATE * 60, tokens_per_second=RATE, stamped=True)
        for served in servers:
            with watching(audience, served) as group:
                time.sleep(2)
                watched = group.watch(pace.seconds)
            web, worker = (ms * 1000 / watched.generated for ms in (watched.web_ms, watched.worker_ms))
            if served.workers:
                taken.setdefault("worker", []).append(worker)
                taken.setdefault("web process beside it", []).append(web)
            else:
                taken.setdefault(served.name, []).append(web)
        taken.setdefault("agent.astream", []).append(astream(langchain, provider, pace))
    medians = {name: statistics.median(costs) for name, costs in taken.items()}
    yield Row("agent.astream: CPU per 1,000 tokens generated", medians["agent.astream"], "ms")
    for name in taken.keys() - {"agent.astream"}:
        ratio = medians[name] / medians["agent.astream"]
        yield Row(f"{name}: CPU per 1,000 tokens generated", medians[name], "ms", ratio, "agent.astream")


def astream(langchain: ServedProject, provider: Provider, pace: Pace) -> float:
    """The same ten streams, used up where they are made."""
    seconds = pace.seconds + 3
    provider.always(tokens=["token "] * int(RATE * seconds), tokens_per_second=RATE)
    with ThreadPoolExecutor(RUNS) as threads:
        address = f"{langchain.url}/consume"
        answers = [
            threads.submit(httpx.get, address, params={"message": "hello"}, timeout=120) for _ in range(RUNS)
        ]
        time.sleep(2)
        before, began = cpu_seconds(langchain), time.monotonic()
        time.sleep(pace.seconds)
        cost, took = cpu_seconds(langchain) - before, time.monotonic() - began
        assert all(answer.result().status_code == 200 for answer in answers)
    return cost * 1e6 / (RUNS * RATE * took)
