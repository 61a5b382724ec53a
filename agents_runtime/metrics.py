"""Figures for Prometheus: what ended in this process, and what the database says of all."""

from __future__ import annotations

from decimal import Decimal

from prometheus_client import Counter, Gauge, Histogram

RUNS = Counter("studio_runs_total", "Runs that ended, by how", ["state"])
TOKENS = Counter("studio_tokens_total", "Tokens of ended runs", ["kind", "demo"])
COST = Counter("studio_cost_usd_total", "What ended runs cost, as far as prices are known")
FIRST_TOKEN = Histogram(
    "studio_first_token_seconds",
    "From the start of a run to its first token",
    buckets=(0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
)
OPEN_RUNS = Gauge("studio_open_runs", "Runs that go on, by state", ["state"])
QUEUED = Gauge("studio_queue_depth", "Runs that wait for a process or their turn")
VIEWERS = Gauge("studio_viewers", "Open streams of this process")
SOCKETS = Gauge("studio_sockets", "Open WebSockets of this process")
RUNS_HERE = Gauge("studio_runs_here", "Runs that this process executes")
TASKS = Gauge("studio_tasks", "Tasks of this process's event loop: what grows without end is a leak")
LIVE_LOGS = Gauge("studio_live_logs", "Runs of which this process has the events in memory")
HELD_BACK = Gauge("studio_reservations", "Model requests that hold back a part of a budget")
WAITING = Gauge("studio_waiting_calls", "Tool calls that wait for a person")
UNSAVED = Gauge(
    "studio_live_log_lag_events", "Events of this process that viewers have and the table has not"
)


def count_end(
    state: str,
    prompt_tokens: int,
    completion_tokens: int,
    cost: Decimal | None,
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
