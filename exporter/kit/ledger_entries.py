"""Lines of the ledger: what one holds, how it is written, how a period is summed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal

from .events import CostSummary, Error, encode_event
from .usage import RequestUsage

INTERRUPTED = "The server stopped before this run was over."


@dataclass(frozen=True)
class LedgerEntry:
    """One model request, with the price that was used."""

    request: int
    model: str
    prompt_tokens: int
    cached_tokens: int
    cache_write_tokens: int
    completion_tokens: int
    reasoning_tokens: int
    estimated: bool
    cost: str | None
    unit_prices: str | None
    price_version: str | None
    price_date: str | None


_COLUMNS = tuple(field.name for field in fields(LedgerEntry))
_INSERT = (
    f"INSERT OR IGNORE INTO entries (kind, created_at, session_id, run_id, {', '.join(_COLUMNS)})"
    f" SELECT 'request', :created_at, session_id, run_id, {', '.join(':' + name for name in _COLUMNS)}"
    " FROM runs WHERE run_id = :run_id"
)
# A reset without a session ends the period of every session.
_PERIOD = """
SELECT decimal_sum(cost) AS cost, count(*) - count(cost) AS unpriced, count(*) AS requests,
    total(prompt_tokens) AS prompt, total(completion_tokens) AS completion, total(cached_tokens) AS cached,
    total(reasoning_tokens) AS reasoning, total(estimated) AS estimated
FROM entries AS entry WHERE kind = 'request' AND (:session_id IS NULL OR session_id = :session_id)
    AND (:run_id IS NULL OR run_id = :run_id)
    AND id > (SELECT coalesce(max(id), 0) FROM entries WHERE kind = 'reset' AND session_id IS NULL)
    AND id > (SELECT coalesce(max(id), 0) FROM entries WHERE kind = 'reset' AND session_id = entry.session_id)
"""


def entry_of(request: RequestUsage) -> LedgerEntry:
    usage, cost, price = request.usage, request.cost, request.price
    return LedgerEntry(
        request=request.number,
        model=request.model,
        prompt_tokens=usage.prompt_tokens,
        cached_tokens=usage.cached_tokens,
        cache_write_tokens=usage.cache_write_tokens,
        completion_tokens=usage.completion_tokens,
        reasoning_tokens=usage.reasoning_tokens,
        estimated=request.reported is None,
        cost=None if cost is None else str(cost),
        unit_prices=price.unit_prices if price else None,
        price_version=price.version if price else None,
        price_date=price.date if price else None,
    )


def insert_entries(db: sqlite3.Connection, run_id: str, entries: Iterable[LedgerEntry]) -> None:
    """An entry that is there already stays as it is."""
    shared = {"created_at": now(), "run_id": run_id}
    db.executemany(_INSERT, [{**asdict(entry), **shared} for entry in entries])


def sum_period(
    db: sqlite3.Connection,
    model: str,
    *,
    priced: bool,
    session_id: str | None = None,
    run_id: str | None = None,
) -> CostSummary:
    """`priced` is for a period without entries: nothing used costs 0 only where there is a price."""
    row = db.execute(_PERIOD, {"session_id": session_id, "run_id": run_id}).fetchone()
    priced = row["unpriced"] == 0 if row["requests"] else priced
    return CostSummary(
        total_tokens=int(row["prompt"] + row["completion"]),
        prompt_tokens=int(row["prompt"]),
        completion_tokens=int(row["completion"]),
        total_cost=Decimal(row["cost"] or 0) if priced else None,
        model=model,
        cached_tokens=int(row["cached"]),
        reasoning_tokens=int(row["reasoning"]),
        estimated=row["estimated"] > 0,
        priced=priced,
    )


def close_interrupted_runs(db: sqlite3.Connection, model: str) -> None:
    """Runs that a process left behind when it died: what was known of them is entered, as estimated."""
    for run in db.execute("SELECT run_id, seq, estimates FROM runs WHERE state = 'running'").fetchall():
        run_id, seq = run["run_id"], run["seq"] + 1
        insert_entries(db, run_id, [LedgerEntry(**values) for values in json.loads(run["estimates"])])
        event = Error(INTERRUPTED, "interrupted", sum_period(db, model, priced=False, run_id=run_id))
        db.execute(
            "UPDATE runs SET state = 'interrupted', seq = ?, last_event = ?, estimates = '[]'"
            " WHERE run_id = ?",
            (seq, encode_event(event, run_id, seq), run_id),
        )


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
