"""What two transactions do at the same time, on PostgreSQL: SQLite has one writer, and none of this happens.

Each test is one function of this module, called in a process whose database is a fresh one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from agents_runtime.budgets import release
from agents_runtime.ledger import record_usage
from agents_runtime.models import LedgerEntry, Run
from agents_runtime.price_setting import set_price
from agents_runtime.runs import start_run
from exporter.agent_plan import LimitsPlan
from exporter.kit.errors import AgentError, BudgetExceededError
from tests.agents_runtime.builders import line, make_scene
from tests.agents_runtime.test_budgets import ask, in_a_process, runs_of
from tests.services import postgres_url

pytestmark = pytest.mark.slow
threads = ThreadPoolExecutor(8)


def elsewhere(work: Callable[[], object]) -> Future[None]:
    """In a thread, which has a connection of its own."""

    def begin() -> None:
        try:
            work()
        finally:
            connection.close()

    return threads.submit(begin)


def after(what: str, work: Callable[[], object]) -> AbstractContextManager[None]:
    """Whenever this connection has executed what reads so."""

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if what in sql:
            work()
        return found

    return connection.execute_wrapper(wrapper)


def called_there(name: str) -> str:
    """What the function returns, as text."""
    code = (
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        f"from tests.agents_runtime.test_at_once_on_postgresql import {name}\n"
        f"print({name}())"
    )
    with postgres_url() as url:
        process = in_a_process(code, {"STUDIO_DATABASE_URL": url})
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0
    return said.strip()


def settle_while_tokens_are_counted() -> str:
    first, second = runs_of(make_scene(), 2)
    limits = LimitsPlan(max_tokens_per_day=100)
    ask(first, "0", limits, tokens=90)

    def settle() -> None:
        if not LedgerEntry.objects.exists():
            with transaction.atomic():
                record_usage(first, [line(1, prompt_tokens=80, completion_tokens=10)])
                release(first.id, 1)

    with after('FROM "agents_runtime_ledgerentry"', lambda: elsewhere(settle).result(20)):
        try:
            ask(second, "0", limits, tokens=20)
        except BudgetExceededError:
            return "refused"
        return "admitted"


def test_what_is_settled_while_tokens_are_counted_is_not_missed() -> None:
    assert called_there("settle_while_tokens_are_counted") == "refused"


def start_in_several_sessions() -> str:
    scene = make_scene()
    sessions = [scene.new_session() for _ in range(6)]

    def start(number: int) -> str:
        try:
            with after("COUNT(", lambda: time.sleep(0.3)):
                start_run(sessions[number], scene.people.alice.pk, "Hello", most_of_agent=2)
        except AgentError as error:
            return error.error_type
        finally:
            connection.close()
        return "started"

    found = sorted(threads.map(start, range(6)))
    assert found.count("started") == Run.objects.count()
    return " ".join(found)


def test_runs_that_start_at_once_are_no_more_than_their_agent_may_have() -> None:
    assert called_there("start_in_several_sessions").split() == [*["server_full"] * 4, *["started"] * 2]


def booked() -> Decimal:
    return sum((entry.cost or Decimal(0) for entry in LedgerEntry.objects.all()), Decimal(0))


def set_one() -> int:
    return set_price(
        "openai",
        "gpt-4o-mini",
        datetime.now(UTC).date(),
        input_mtok=Decimal(1_000_000),
        output_mtok=Decimal(0),
        cached_mtok=None,
        set_by="root",
    )


def set_a_price_while_an_entry_is_made() -> Decimal:
    [run] = runs_of(make_scene(), 1)
    with transaction.atomic():
        record_usage(run, [line(1)])
        other = elsewhere(set_one)
        time.sleep(0.5)
    other.result(20)
    return booked()


def make_an_entry_while_a_price_is_set() -> Decimal:
    [run] = runs_of(make_scene(), 1)
    with transaction.atomic():
        set_one()
        other = elsewhere(lambda: record_usage(run, [line(1)]))
        time.sleep(0.5)
    other.result(20)
    return booked()


@pytest.mark.parametrize(
    "which", ["set_a_price_while_an_entry_is_made", "make_an_entry_while_a_price_is_set"]
)
def test_an_entry_that_is_made_while_a_price_is_set_has_that_price(which: str) -> None:
    assert Decimal(called_there(which)) == 10
