"""Money in the database: exact on SQLite too, and unknown stays unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum

from agents_runtime.ledger import record_usage
from agents_runtime.models import LedgerEntry, Run
from agents_runtime.money import MoneyField, exact
from tests.agents_runtime.builders import line


def test_a_sum_over_many_small_amounts_is_exact(run: Run) -> None:
    amount = "0.000000100001"  # of which floating point loses something long before the end
    record_usage(run, [line(number, cost=amount) for number in range(1, 3_001)])
    assert LedgerEntry.objects.aggregate(sum=Sum("cost"))["sum"] == Decimal(amount) * 3_000


@pytest.mark.parametrize("amount", ["0", "0.000000000001", "-0.000000000001", "8999999.999999999999"])
def test_an_amount_comes_back_as_it_was(run: Run, amount: str) -> None:
    record_usage(run, [line(cost=amount)])
    assert LedgerEntry.objects.get().cost == Decimal(amount)


def test_what_is_smaller_than_a_picodollar_is_rounded_to_even() -> None:
    halves = [exact(Decimal(f"{digit}.5E-12")) for digit in (0, 1, 2, 3)]
    assert halves == [Decimal(f"{whole}E-12") for whole in (0, 2, 2, 4)]


def test_no_price_is_null_in_the_database_and_none_in_python(run: Run) -> None:
    record_usage(run, [line(cost=None)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT cost FROM agents_runtime_ledgerentry")
        assert cursor.fetchone() == (None,)
    assert LedgerEntry.objects.get().cost is None


def test_the_database_keeps_whole_numbers(run: Run) -> None:
    record_usage(run, [line(cost="0.1")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT cost FROM agents_runtime_ledgerentry")
        assert cursor.fetchone() == (100_000_000_000,)


@pytest.mark.parametrize(
    ("given", "read"),
    [(None, None), (Decimal("0.1"), Decimal("0.1")), (0.1, Decimal("0.1")), ("2", Decimal(2))],
)
def test_values_of_other_types_are_read_as_they_are_written(given: object, read: Decimal | None) -> None:
    assert MoneyField().to_python(given) == read
