"""Directs the audience, which is a process of its own: runs are started, viewers join, watch and leave."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import Any

import httpx

from ..processes import ROOT
from .servers import Served

RUNS = 10


@dataclass(frozen=True)
class Watched:
    """What viewers saw in a while, and what it cost the servers. Times in milliseconds."""

    tokens: int
    generated: int
    gap_p99: float
    delay_p50: float
    delay_p99: float
    lost: int
    web_ms: float
    worker_ms: float
    web_load: float

    @property
    def relayed_ms(self) -> float:
        """CPU of the web processes for 1,000 tokens that a viewer got."""
        return self.web_ms * 1000 / self.tokens if self.tokens else inf


class Watching:
    """Some runs on one server, with their viewers."""

    def __init__(self, audience: subprocess.Popen[str], served: Served) -> None:
        self.audience, self.served, self.viewers = audience, served, 0
        self.address = {"ports": served.ports, "base": served.base}
        self.runs: list[str] = self._do("start", **self.address, runs=RUNS)

    def join(self, kind: str, viewers: int, each_second: float = 100.0) -> float:
        """How long the slowest hundredth waited for a first byte, in seconds."""
        waited = self._do("join", kind=kind, **self.address, viewers=viewers, over=viewers / each_second)
        self.viewers += viewers
        return float(sorted(waited)[int(len(waited) * 0.99)])

    def watch(self, seconds: float) -> Watched:
        web, worker = self.served.web_cpu(), self.served.worker_cpu()
        seen = self._do("watch", seconds=seconds)
        web, worker = self.served.web_cpu() - web, self.served.worker_cpu() - worker
        never = {"p50": seconds * 1000, "p99": seconds * 1000}
        gaps, delays = seen["gaps"] or never, seen["delays"] or never
        tokens, generated, lost = seen["tokens"], seen["starters_tokens"], seen["lost"]
        web_load = web / seen["seconds"]
        return Watched(
            tokens,
            generated,
            gaps["p99"],
            delays["p50"],
            delays["p99"],
            lost,
            web * 1e3,
            worker * 1e3,
            web_load,
        )

    def leave(self) -> None:
        self._do("leave", starters=False)
        self.viewers = 0

    def end(self) -> None:
        """Viewers first: a server that has too many of them is slow to hear of a cancel."""
        self.leave()
        for number, run_id in enumerate(self.runs):
            port = self.served.ports[number % len(self.served.ports)]
            path = f"{self.served.base}/chat/runs/{run_id}/cancel"
            httpx.post(f"http://127.0.0.1:{port}{path}", timeout=60).raise_for_status()
        self._do("leave")
        time.sleep(0.5)

    def _do(self, verb: str, **given: Any) -> Any:
        assert self.audience.stdin is not None and self.audience.stdout is not None
        self.audience.stdin.write(json.dumps([verb, given]) + "\n")
        self.audience.stdin.flush()
        answer = self.audience.stdout.readline()
        assert answer, "the audience has ended: its error is above"
        return json.loads(answer)


@contextmanager
def running_audience() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "benchmarks.playground.audience"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def watching(audience: subprocess.Popen[str], served: Served) -> Iterator[Watching]:
    """Ten runs, from their start to their end."""
    group = Watching(audience, served)
    try:
        yield group
    finally:
        group.end()
