"""`manage.py set_price`: says what it did, and what is wrong with what it was given."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from agents_runtime.ledger import record_usage
from agents_runtime.models import LedgerEntry, OwnPrice, Run
from agents_runtime.prices import own_prices
from tests.agents_runtime.builders import line

pytestmark = pytest.mark.django_db


def run_command(*arguments: str, **more: Any) -> str:
    said = io.StringIO()
    call_command("set_price", *arguments, stdout=said, **more)
    return said.getvalue().strip()


def test_a_price_is_set_with_its_date_and_who_set_it() -> None:
    said = run_command(
        *("openai", "gpt-4o-mini", "--input", "0.2", "--output", "0.8", "--cached", "0.02"),
        *("--from", "2026-01-31"),
    )
    assert said == "The price of openai/gpt-4o-mini is set from 2026-01-31 on. No entry had to be corrected."
    row = OwnPrice.objects.get()
    assert (row.since, row.input_mtok, row.output_mtok) == (date(2026, 1, 31), Decimal("0.2"), Decimal("0.8"))
    assert row.cached_mtok == Decimal("0.02")
    assert row.set_by.endswith("manage.py set_price")


def test_without_a_date_it_holds_from_today_on() -> None:
    run_command("custom", "my-model", "--input", "1", "--output", "2")
    assert OwnPrice.objects.get().since == datetime.now(UTC).date()
    assert own_prices()["custom", "my-model"].cached_mtok == 1


def test_it_says_how_many_entries_were_corrected(run: Run) -> None:
    record_usage(run, [line(1), line(2)])
    price = ("openai", "gpt-4o-mini", "--input", "1", "--output", "1")
    assert run_command(*price).endswith("2 entries were corrected.")
    assert run_command(*price).endswith("No entry had to be corrected.")
    assert run_command(*price[:3], "2", *price[4:]).endswith("2 entries were corrected.")
    assert LedgerEntry.objects.filter(state="corrected").count() == 4


def test_it_says_so_of_a_single_one_too(run: Run) -> None:
    record_usage(run, [line(1)])
    said = run_command("openai", "gpt-4o-mini", "--input", "1", "--output", "1")
    assert said.endswith("1 entry was corrected.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("opnai", "m", "--input=1", "--output=1"), 'There is no provider "opnai"; expected anthropic, '),
        (("openai", "", "--input=1", "--output=1"), "The model's name has 1 to 200 characters."),
        (("openai", "m", "--input=cheap", "--output=1"), '--input is "cheap"; expected USD for a million'),
        (("openai", "m", "--input=1", "--output=-1"), '--output is "-1"; expected a price from 0'),
        (("openai", "m", "--input=nan", "--output=1"), '--input is "nan"; expected a price from 0'),
        (("openai", "m", "--input=1", "--output=1", "--cached=x"), '--cached is "x"; expected USD'),
        (("openai", "m", "--input=1", "--output=1", "--from=31.1.2026"), '--from is "31.1.2026"; expected'),
        (("openai", "m", "--input=1"), "--output"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_set(
    arguments: tuple[str, ...], told: str
) -> None:
    with pytest.raises(CommandError) as error:
        run_command(*arguments)
    assert told in str(error.value)
    assert not OwnPrice.objects.exists()
