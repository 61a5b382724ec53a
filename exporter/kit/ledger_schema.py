"""The tables of the ledger, and the guard that only one server writes into them."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

from .errors import AgentError

SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('request', 'reset')),
    created_at TEXT NOT NULL,
    session_id TEXT,
    run_id TEXT,
    request INTEGER,
    model TEXT,
    prompt_tokens INTEGER,
    cached_tokens INTEGER,
    cache_write_tokens INTEGER,
    completion_tokens INTEGER,
    reasoning_tokens INTEGER,
    estimated INTEGER,
    cost TEXT,
    unit_prices TEXT,
    price_version TEXT,
    price_date TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS one_entry_per_request ON entries (run_id, request) WHERE kind = 'request';
CREATE INDEX IF NOT EXISTS entries_of_session ON entries (session_id, id);
CREATE TRIGGER IF NOT EXISTS entries_are_not_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;
CREATE TRIGGER IF NOT EXISTS entries_are_not_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'ledger entries are never deleted'); END;
CREATE TABLE IF NOT EXISTS runs (
    run_id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    client_message_id TEXT,
    state TEXT NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0,
    last_event TEXT,
    estimates TEXT NOT NULL DEFAULT '[]',
    started_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS runs_of_message ON runs (session_id, client_message_id);
CREATE INDEX IF NOT EXISTS running ON runs (state) WHERE state = 'running';
"""


class DecimalSum:
    """SQL aggregate: SQLite's own `sum` would make floats of the money."""

    def __init__(self) -> None:
        self.total = Decimal(0)

    def step(self, value: Any, /) -> None:
        self.total += Decimal(value or 0)

    def finalize(self) -> str:
        return str(self.total)


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.executescript(SCHEMA)
    connection.create_aggregate("decimal_sum", 1, DecimalSum)  # type: ignore[arg-type]  # typeshed says int
    return connection


def claim(path: Path) -> sqlite3.Connection:
    """Keep other servers out while the connection is open: each would close the other's runs as interrupted.

    A transaction on a file beside the ledger: the system lets go of it however the process ends.
    """
    guard = sqlite3.connect(path.with_name(path.name + ".lock"), check_same_thread=False, timeout=1)
    try:
        guard.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        guard.close()
        message = f'Another server is using "{path}". Run one process, or set COSTS_DB to another file.'
        raise AgentError(message, error_type="ledger_in_use") from None
    return guard
