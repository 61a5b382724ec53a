"""The book of costs, and its only writer: one entry per model request, never altered; a reset is one too."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from .budget import Spent
from .errors import AgentError
from .events import CostSummary
from .ledger_entries import LedgerEntry, close_interrupted_runs, insert_entries, now, sum_period
from .ledger_schema import claim, connect
from .run_log import State

T = TypeVar("T")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunProgress:
    """What to keep of a run while it goes on: finished requests, and estimates of the open ones."""

    run_id: str
    seq: int
    finished: Sequence[LedgerEntry]
    open: Sequence[LedgerEntry]


@dataclass(frozen=True)
class StoredRun:
    """A run that is over, as the ledger remembers it."""

    run_id: str
    session_id: str
    state: State
    seq: int
    last_event: str


class Ledger:
    """A SQLite file, written by one thread; each call is one transaction."""

    def __init__(self, path: Path, model: str, *, priced: bool) -> None:
        self.path = path
        self.model = model
        self.priced = priced
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")

    async def open(self) -> None:
        """Also ends the runs that a process left behind when it died."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._open)

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._guard = claim(self.path)
        self._connection = connect(self.path)
        self._transaction(lambda db: close_interrupted_runs(db, self.model))

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    def _close(self) -> None:
        self._connection.close()
        self._guard.close()

    async def begin_run(self, run_id: str, session_id: str, client_message_id: str | None) -> None:
        def work(db: sqlite3.Connection) -> None:
            db.execute(
                "INSERT INTO runs (run_id, session_id, client_message_id, state, started_at)"
                " VALUES (?, ?, ?, 'running', ?)",
                (run_id, session_id, client_message_id, now()),
            )

        await self._run(work)

    async def save_progress(self, runs: Sequence[RunProgress]) -> None:
        def work(db: sqlite3.Connection) -> None:
            for run in runs:
                insert_entries(db, run.run_id, run.finished)
                estimates = json.dumps([asdict(entry) for entry in run.open])
                values = (run.seq, estimates, run.run_id)
                db.execute("UPDATE runs SET seq = ?, estimates = ? WHERE run_id = ?", values)

        await self._run(work)

    async def end_run(
        self, run_id: str, state: str, seq: int, last_event: str, entries: Iterable[LedgerEntry]
    ) -> None:
        """The end and all that was used, in one transaction; the last event is sent after it."""

        def work(db: sqlite3.Connection) -> None:
            insert_entries(db, run_id, entries)
            db.execute(
                "UPDATE runs SET state = ?, seq = ?, last_event = ?, estimates = '[]' WHERE run_id = ?",
                (state, seq, last_event, run_id),
            )

        await self._run(work)

    async def find_run(self, run_id: str) -> StoredRun | None:
        return await self._find("run_id = ?", run_id)

    async def find_message(self, session_id: str, client_message_id: str) -> StoredRun | None:
        return await self._find("session_id = ? AND client_message_id = ?", session_id, client_message_id)

    async def summary(self, session_id: str | None = None) -> CostSummary:
        """Of the current period: of one session, or of all."""
        return await self._run(lambda db: self._sum(db, session_id))

    async def reset(self, session_id: str | None = None) -> CostSummary:
        """Begin a new period; returns the totals of the one it closed."""

        def work(db: sqlite3.Connection) -> CostSummary:
            closed = self._sum(db, session_id)
            values = (now(), session_id)
            db.execute("INSERT INTO entries (kind, created_at, session_id) VALUES ('reset', ?, ?)", values)
            return closed

        return await self._run(work)

    async def spent(self) -> Spent:
        """What counts towards the budgets."""

        def work(db: sqlite3.Connection) -> Spent:
            day = datetime.now(UTC).date()
            today = db.execute(
                "SELECT decimal_sum(cost) AS cost, total(prompt_tokens + completion_tokens) AS tokens"
                " FROM entries WHERE kind = 'request' AND created_at >= ?",
                (day.isoformat(),),
            ).fetchone()
            period = self._sum(db, None).total_cost or Decimal(0)
            return Spent(period, Decimal(today["cost"] or 0), int(today["tokens"]), day)

        return await self._run(work)

    def _sum(self, db: sqlite3.Connection, session_id: str | None) -> CostSummary:
        return sum_period(db, self.model, priced=self.priced, session_id=session_id)

    async def _find(self, where: str, *values: str) -> StoredRun | None:
        query = f"SELECT run_id, session_id, state, seq, last_event FROM runs WHERE {where}"

        def work(db: sqlite3.Connection) -> StoredRun | None:
            row = db.execute(f"{query} AND last_event IS NOT NULL", values).fetchone()
            return None if row is None else StoredRun(**dict(row))

        return await self._run(work)

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, work)

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                return work(self._connection)
        except sqlite3.Error as error:
            logger.error("The ledger %s cannot be used: %s", self.path, error)
            message = "The ledger of costs cannot be used; the server's log says why."
            raise AgentError(message, error_type="ledger_unavailable", status=503) from error
