"""Keeps finished runs for a while, so that a viewer who comes back finds the rest; memory stays bounded."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from typing import Any

from .errors import AgentError
from .events import CostSummary, encode_json
from .ledger import StoredRun
from .run import Run
from .usage import RunUsage

KEEP_SECONDS = 300.0
KEEP_RUNS = 500
KEEP_CHARACTERS = 64_000_000

STATUS = {
    "bad_setting": 503,
    "missing_key": 503,
    "budget_exceeded": 402,
    "rate_limited": 429,
    "limit_reached": 429,
    "provider_error": 502,
    "interrupted": 503,
    "timeout": 504,
}


class RunShelf:
    """Finished runs, oldest first."""

    def __init__(self) -> None:
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._size = 0
        self._told: OrderedDict[str, set[int]] = OrderedDict()

    def get(self, run_id: str) -> Run | None:
        return self._runs.get(run_id)

    def latest(self, session_id: str) -> Run | None:
        return next((run for run in reversed(self._runs.values()) if run.session_id == session_id), None)

    def put(self, run: Run) -> list[Run]:
        """Returns the runs that had to go."""
        run.finished_at = time.monotonic()
        self._runs[run.run_id] = run
        self._size += run.log.size
        dropped = []
        while self._runs and self._is_over_a_bound(next(iter(self._runs.values()))):
            _, oldest = self._runs.popitem(last=False)
            self._size -= oldest.log.size
            dropped.append(oldest)
        return dropped

    def restore(self, stored: StoredRun, after: int = 0) -> Run:
        """A run of which only the last event is left.

        How far the viewers of an interrupted run had come, nobody knows any more: its last event comes right
        after what each has seen, and who has been told is remembered by that number.
        """
        event = json.loads(stored.last_event)
        if stored.state == "interrupted":
            told = self._told.setdefault(stored.run_id, set())
            if after not in told:
                event["seq"] = max(stored.seq, after + 1)
                told.add(event["seq"])
            else:
                event["seq"] = after
            while len(self._told) > KEEP_RUNS:
                self._told.popitem(last=False)
        return _from_last_event(stored, event)

    def _is_over_a_bound(self, oldest: Run) -> bool:
        too_old = time.monotonic() - oldest.finished_at > KEEP_SECONDS
        return too_old or len(self._runs) > KEEP_RUNS or self._size > KEEP_CHARACTERS


def _from_last_event(stored: StoredRun, event: dict[str, Any]) -> Run:
    run = Run(stored.run_id, stored.session_id, "", RunUsage())
    run.log.skipped = event["seq"] - 1
    run.log.append_encoded(encode_json(event))
    run.log.close()
    run.state = stored.state
    run.summary = CostSummary(**event["cost_summary"])
    run.result = event.get("result", "")
    if event["type"] == "error":
        status = STATUS.get(event["error_type"], 500)
        run.error = AgentError(event["error"], error_type=event["error_type"], status=status)
    run.released.set()
    run.finished.set()
    return run
