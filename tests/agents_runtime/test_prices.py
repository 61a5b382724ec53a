"""Prices: the list's, an administrator's own from a date on, and none, which is never 0."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from agents_runtime.ledger import record_usage
from agents_runtime.models import LedgerEntry, OwnPrice, Run
from agents_runtime.price_list import DEMO, NO_CHARGE, SET_HERE, DemoSummary, price_of, set_price_value
from agents_runtime.price_setting import set_price
from agents_runtime.prices import own_prices
from exporter.kit.usage import Usage
from tests.agents_runtime.builders import line

MODEL = ("openai", "gpt-4o-mini")


def set_for(
    since: date,
    given: str = "1",
    output: str = "2",
    cached: str | None = None,
    of: tuple[str, str] = MODEL,
    cache_write: str | None = None,
) -> int:
    provider, model = of
    return set_price(
        provider,
        model,
        since,
        input_mtok=Decimal(given),
        output_mtok=Decimal(output),
        cached_mtok=None if cached is None else Decimal(cached),
        cache_write_mtok=None if cache_write is None else Decimal(cache_write),
        set_by="root",
    )


def entered(run: Run, request: int, day: date, **more: Any) -> LedgerEntry:
    record_usage(run, [line(request, prompt_tokens=1_000_000, completion_tokens=0, cost="7", **more)])
    entries = LedgerEntry.objects.filter(run=run, request=request, correction=0)
    entries.update(created_at=datetime.combine(day, datetime.min.time(), UTC))
    return entries.get()


def cost_of(run: Run, request: int) -> Decimal:
    costs = LedgerEntry.objects.filter(run=run, request=request).values_list("cost", flat=True)
    return sum((cost for cost in costs if cost is not None), Decimal(0))


def test_the_demo_model_has_a_price_and_it_is_nothing() -> None:
    assert price_of(DEMO, "whatever", {}) is NO_CHARGE
    assert NO_CHARGE.cost(Usage(1_000_000, 1_000_000)) == 0


def test_a_summary_of_the_demo_model_says_so() -> None:
    assert DemoSummary(1, 1, 0, Decimal(0), DEMO).as_dict()["demo"] is True


def test_a_provider_without_a_list_has_no_price() -> None:
    assert price_of("custom", "gpt-4o-mini", {}) is None
    assert price_of("openai", "a model nobody knows", {}) is None


def test_the_price_list_knows_the_usual_models() -> None:
    price = price_of(*MODEL, {})
    assert price is not None
    assert price.cost(Usage(1_000_000, 1_000_000)) > 0


def test_an_own_price_wins_over_the_list_and_names_its_date() -> None:
    own = set_price_value(*MODEL, "2026-01-01", Decimal(10), Decimal(1), Decimal(20))
    price = price_of(*MODEL, {MODEL: own})
    assert price is own
    assert (price.version, price.date) == (SET_HERE, "2026-01-01")
    assert price.unit_prices == "input_mtok=10 cached_mtok=1 output_mtok=20"


def test_an_own_price_prices_cached_tokens_apart() -> None:
    own = set_price_value(*MODEL, "2026-01-01", Decimal(10), Decimal(1), Decimal(20))
    million = 1_000_000
    assert own.cost(Usage(million, 0)) == 10
    assert own.cost(Usage(million, 0, cached_tokens=million)) == 1
    assert own.cost(Usage(million, million, cached_tokens=million // 2)) == Decimal("25.5")
    assert own.per_output_token * million == 20


@pytest.mark.django_db
def test_the_latest_price_of_a_day_holds() -> None:
    set_for(date(2026, 1, 1), "1")
    set_for(date(2026, 2, 1), "2")
    assert own_prices(date(2025, 12, 31)) == {}
    assert own_prices(date(2026, 1, 31))[MODEL].input_mtok == 1
    assert own_prices(date(2026, 2, 1))[MODEL].input_mtok == 2


@pytest.mark.django_db
def test_a_price_from_tomorrow_on_does_not_hold_today() -> None:
    set_for(datetime.now(UTC).date() + timedelta(days=1))
    assert own_prices() == {}


@pytest.mark.django_db
def test_without_a_price_of_their_own_cached_tokens_cost_what_others_do() -> None:
    set_for(date(2026, 1, 1), "3")
    set_for(date(2026, 1, 1), "3", "4", "0.5", ("openai", "other"))
    prices = own_prices()
    assert prices[MODEL].cached_mtok == 3
    assert prices["openai", "other"].cached_mtok == Decimal("0.5")


def test_setting_a_price_corrects_what_was_entered_since_and_nothing_before(run: Run) -> None:
    for request, day in enumerate((date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2)), 1):
        entered(run, request, day)
    assert set_for(date(2026, 2, 1), "1") == 2
    assert [cost_of(run, request) for request in (1, 2, 3)] == [7, 1, 1]
    corrections = LedgerEntry.objects.filter(correction=1)
    assert {(one.cost, one.price_date, one.price_version) for one in corrections} == {
        (Decimal(-6), date(2026, 2, 1), SET_HERE)
    }


def test_a_price_holds_until_the_next_one_begins(run: Run) -> None:
    for request, day in enumerate((date(2026, 2, 1), date(2026, 3, 1)), 1):
        entered(run, request, day)
    set_for(date(2026, 3, 1), "2")
    assert set_for(date(2026, 2, 1), "1") == 1
    assert [cost_of(run, request) for request in (1, 2)] == [1, 2]


def test_a_price_gives_an_unpriced_request_its_cost(run: Run) -> None:
    record_usage(run, [line(cost=None, prompt_tokens=1_000_000, completion_tokens=500_000)])
    assert set_for(date(2026, 1, 1), "1", "4") == 1
    assert cost_of(run, 1) == 3


def test_the_price_of_a_day_can_be_set_again(run: Run) -> None:
    entered(run, 1, date(2026, 2, 1))
    set_for(date(2026, 1, 1), "1")
    set_for(date(2026, 1, 1), "2")
    assert OwnPrice.objects.get().input_mtok == 2
    assert cost_of(run, 1) == 2


def test_a_price_that_was_set_while_a_request_was_open_reaches_it(run: Run) -> None:
    set_for(datetime.now(UTC).date(), "1")
    asked = line(1, prompt_tokens=1_000_000, completion_tokens=0, cost="7")
    record_usage(run, [asked])
    assert cost_of(run, 1) == 1
    first, correction = LedgerEntry.objects.order_by("correction")
    assert (first.cost, correction.cost, correction.state) == (Decimal(7), Decimal(-6), "corrected")
    assert (correction.price_version, correction.price_date) == (SET_HERE, datetime.now(UTC).date())
    record_usage(run, [asked])
    assert LedgerEntry.objects.count() == 2


def test_an_entry_with_the_price_of_its_day_is_not_corrected(run: Run) -> None:
    set_for(datetime.now(UTC).date() - timedelta(days=3), "1")
    set_for(datetime.now(UTC).date() + timedelta(days=1), "2")
    own = own_prices()[MODEL]
    cost = str(own.cost(Usage(1_000, 5)))
    told = {"prompt_tokens": 1_000, "cost": cost, "unit_prices": own.unit_prices}
    record_usage(run, [line(1, **told), line(2, demo=True), line(3, model="another")])
    assert LedgerEntry.objects.count() == 3


def test_what_no_ledger_can_hold_is_not_corrected(run: Run) -> None:
    record_usage(run, [line(1, prompt_tokens=2**31 - 1, cost="7")])
    assert set_for(date(2026, 1, 1), "1000000") == 0
    assert cost_of(run, 1) == 7


def test_what_costs_that_already_is_not_corrected_again(run: Run) -> None:
    entered(run, 1, date(2026, 2, 1))
    assert set_for(date(2026, 1, 1), "1") == 1
    assert set_for(date(2026, 1, 1), "1") == 0
    assert LedgerEntry.objects.count() == 2


def test_other_models_other_providers_and_the_demo_model_are_left_alone(run: Run) -> None:
    entered(run, 1, date(2026, 2, 1), model="other")
    entered(run, 2, date(2026, 2, 1), provider="azure")
    entered(run, 3, date(2026, 2, 1), demo=True)
    assert set_for(date(2026, 1, 1)) == 0


@pytest.mark.parametrize(("cache_write", "cost"), [("12.5", "5.1"), (None, "4.6")])
def test_cached_and_cache_written_tokens_of_an_entry_are_priced_as_such(
    run: Run, cache_write: str | None, cost: str
) -> None:
    tokens = {"prompt_tokens": 1_000_000, "cached_tokens": 600_000, "cache_write_tokens": 200_000}
    record_usage(run, [line(**tokens, completion_tokens=0)])
    set_for(date(2026, 1, 1), "10", "0", "1", cache_write=cache_write)
    assert cost_of(run, 1) == Decimal(cost)
