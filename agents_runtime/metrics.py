"""Figures for Prometheus: what ended in this process, what it has at hand, what the database says of all."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from decimal import Decimal
from typing import TYPE_CHECKING

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from agents_runtime.process import Process

logger = logging.getLogger(__name__)

RUNS = Counter("studio_runs_total", "Runs that ended, by how", ["state"])
TOKENS = Counter("studio_tokens_total", "Tokens of ended runs", ["kind", "demo"])
COST = Counter("studio_cost_usd_total", "What ended runs cost, as far as prices are known")
FIRST_TOKEN = Histogram(
    "studio_first_token_seconds",
    "From the start of a run to its first token",
    buckets=(0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
)
# The same whoever is asked, so only web processes tell them: their sum over processes would mean nothing.
OF_THE_DATABASE = CollectorRegistry()
OPEN_RUNS = Gauge("studio_open_runs", "Runs that go on, by state", ["state"], registry=OF_THE_DATABASE)
QUEUED = Gauge("studio_queue_depth", "Runs that wait for a process or their turn", registry=OF_THE_DATABASE)
HELD_BACK = Gauge(
    "studio_reservations", "Model requests that hold back a part of a budget", registry=OF_THE_DATABASE
)
WAITING = Gauge("studio_waiting_calls", "Tool calls that wait for a person", registry=OF_THE_DATABASE)

LOOP_SECONDS = 5.0


class OfThisProcess(Collector):
    """What is this process's own, counted in its event loop by whichever thread is asked for it."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0

    def know(self, process: Process) -> None:
        """Called in the process's event loop; before, there is nothing to tell."""
        self._process, self._loop = process, asyncio.get_running_loop()
        self._thread = threading.get_ident()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        process, loop = self._process, self._loop
        if process is None or loop is None:
            return []
        if threading.get_ident() == self._thread:
            return figures(process)
        counted: Future[list[GaugeMetricFamily]] = Future()
        try:
            loop.call_soon_threadsafe(lambda: counted.set_result(figures(process)))
            return counted.result(LOOP_SECONDS)
        except (TimeoutError, RuntimeError) as error:  # too busy to answer, or closed
            logger.warning("The event loop of this process did not tell its figures: %r", error)
            return []


def figures(process: Process) -> list[GaugeMetricFamily]:
    """Called in the event loop, where nothing changes meanwhile."""
    found = (
        ("studio_viewers", "Open streams of this process", process.presence.count),
        ("studio_sockets", "Open WebSockets of this process", len(process.sockets)),
        ("studio_runs_here", "Runs that this process executes", process.runner.count),
        (
            "studio_tasks",
            "Tasks of this process's event loop: what grows without end is a leak",
            len(asyncio.all_tasks()),
        ),
        ("studio_live_logs", "Runs of which this process has the events in memory", process.live.count),
        (
            "studio_live_log_lag_events",
            "Events of this process that viewers have and the table has not",
            process.runner.unsaved_events,
        ),
    )
    return [GaugeMetricFamily(name, told, value=value) for name, told, value in found]


of_this_process = OfThisProcess()
REGISTRY.register(of_this_process)


def count_end(
    state: str,
    prompt_tokens: int,
    completion_tokens: int,
    cost: Decimal | float | None,
    waited: float | None,
    *,
    demo: bool,
) -> None:
    RUNS.labels(state).inc()
    TOKENS.labels("prompt", str(demo).lower()).inc(prompt_tokens)
    TOKENS.labels("completion", str(demo).lower()).inc(completion_tokens)
    if cost is not None and not demo:
        COST.inc(float(cost))
    if waited is not None:
        FIRST_TOKEN.observe(waited)
