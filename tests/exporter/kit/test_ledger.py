"""ledger.py of the kit."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from exporter.kit.errors import AgentError
from exporter.kit.ledger import Ledger, RunProgress
from exporter.kit.ledger_entries import LedgerEntry

ENTRY = LedgerEntry(
    request=1,
    model="gpt-4o",
    prompt_tokens=100,
    cached_tokens=10,
    cache_write_tokens=0,
    completion_tokens=20,
    reasoning_tokens=5,
    estimated=False,
    cost="0.1",
    unit_prices="$2.5",
    price_version="genai-prices 1",
    price_date="2026-01-01",
)


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    ledger = Ledger(tmp_path / "deep" / "costs.db", "gpt-4o", priced=True)
    await ledger.open()
    yield ledger
    await ledger.close()


async def record(ledger: Ledger, run_id: str, session_id: str, *entries: LedgerEntry) -> None:
    await ledger.begin_run(run_id, session_id, None)
    await ledger.end_run(run_id, "done", 3, "{}", entries)


async def test_money_is_summed_as_decimals_and_not_as_floats(ledger: Ledger) -> None:
    for number in range(10):
        await record(ledger, f"r{number}", "s", ENTRY)
    assert (await ledger.summary("s")).total_cost == Decimal("1.0")
    assert (await ledger.spent()).period == Decimal("1.0")


async def test_an_entry_is_written_once_however_often_it_is_saved(ledger: Ledger) -> None:
    await ledger.begin_run("r", "s", None)
    for cost in ("0.1", "0.2"):
        await ledger.save_progress([RunProgress("r", 5, [replace(ENTRY, cost=cost)], [])])
    await ledger.end_run("r", "done", 6, "{}", [ENTRY])
    assert (await ledger.summary("s")).total_cost == Decimal("0.1")


async def test_a_reset_of_one_session_leaves_the_others_and_a_reset_of_all_does_not(ledger: Ledger) -> None:
    await record(ledger, "r1", "ann", ENTRY)
    await record(ledger, "r2", "bob", ENTRY)
    assert (await ledger.reset("ann")).total_cost == Decimal("0.1")
    assert [(await ledger.summary(name)).total_tokens for name in ("ann", "bob", None)] == [0, 120, 120]
    assert (await ledger.reset()).total_cost == Decimal("0.1")
    assert [(await ledger.summary(name)).total_tokens for name in ("ann", "bob", None)] == [0, 0, 0]
    with sqlite3.connect(ledger.path) as file:
        assert file.execute("SELECT count(*) FROM entries WHERE kind = 'request'").fetchone() == (2,)


async def test_one_entry_without_a_price_makes_the_total_unknown(ledger: Ledger) -> None:
    await record(ledger, "r1", "s", ENTRY, replace(ENTRY, request=2, cost=None))
    summary = await ledger.summary("s")
    assert (summary.total_cost, summary.priced, summary.total_tokens) == (None, False, 240)
    assert (await ledger.spent()).today == Decimal("0.1")


async def test_nothing_used_costs_nothing_where_there_is_a_price(ledger: Ledger, tmp_path: Path) -> None:
    assert (await ledger.summary()).total_cost == 0
    unpriced = Ledger(tmp_path / "other.db", "mine", priced=False)
    await unpriced.open()
    assert (await unpriced.summary()).total_cost is None
    await unpriced.close()


async def test_a_run_left_running_is_closed_with_its_estimate_by_whoever_opens_next(tmp_path: Path) -> None:
    first = Ledger(tmp_path / "costs.db", "gpt-4o", priced=True)
    await first.open()
    await first.begin_run("r", "s", "m-1")
    estimate = replace(ENTRY, request=2, estimated=True, cost="0.05")
    await first.save_progress([RunProgress("r", 41, [ENTRY], [estimate])])
    await first.close()
    second = Ledger(tmp_path / "costs.db", "gpt-4o", priced=True)
    await second.open()
    found = await second.find_message("s", "m-1")
    summary = await second.summary("s")
    await second.close()
    assert found is not None
    assert (found.run_id, found.state, found.seq) == ("r", "interrupted", 42)
    assert '"error_type":"interrupted"' in found.last_event and '"seq":42' in found.last_event
    assert (summary.total_cost, summary.estimated) == (Decimal("0.15"), True)


async def test_two_servers_cannot_write_one_ledger(ledger: Ledger) -> None:
    other = Ledger(ledger.path, "gpt-4o", priced=True)
    with pytest.raises(AgentError, match="Another server"):
        await other.open()


async def test_a_ledger_that_cannot_be_written_says_so_and_recovers(ledger: Ledger) -> None:
    await ledger.begin_run("r", "s", None)
    with pytest.raises(AgentError) as refused:
        await ledger.begin_run("r", "s", None)
    assert (refused.value.error_type, refused.value.status) == ("ledger_unavailable", 503)
    await ledger.end_run("r", "done", 1, "{}", [ENTRY])
    assert (await ledger.summary("s")).total_tokens == 120
