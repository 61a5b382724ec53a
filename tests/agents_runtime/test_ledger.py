"""The book of costs: each request once, differences only, unknown never 0, periods without loss."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agents_runtime.budgets import spent
from agents_runtime.ledger import (
    correct_usage,
    current_entries,
    record_usage,
    reset_costs,
    sum_entries,
)
from agents_runtime.ledger_line import Line, line_of
from agents_runtime.models import LedgerEntry, LedgerReset, Run, Session
from agents_runtime.price_list import DEMO, price_of
from exporter.kit.events import CostSummary
from exporter.kit.usage import RequestUsage, Usage
from tests.agents_runtime.builders import Scene, correct, end, line, reset


def sum_of(session: Session, *, priced: bool = True) -> CostSummary:
    own = Session.objects.filter(pk=session.pk)
    return sum_entries(current_entries(own), "a model", priced=priced)


class TestALine:
    def request(self, **more: Any) -> RequestUsage:
        price = price_of("openai", "gpt-4o-mini", {})
        return RequestUsage(3, "gpt-4o-mini", 100, price=price, completion_estimate=50, **more)

    def test_says_what_the_provider_reported(self) -> None:
        made = line_of(self.request(reported=Usage(12, 7, 4, 2, 3), open=False), "openai", demo=False)
        tokens = (made.prompt_tokens, made.completion_tokens, made.cached_tokens)
        assert (made.request, made.reported, tokens) == (3, True, (12, 7, 4))
        assert (made.cache_write_tokens, made.reasoning_tokens) == (2, 3)

    def test_says_the_estimate_as_long_as_nothing_is_reported(self) -> None:
        made = line_of(self.request(), "openai", demo=False)
        assert (made.reported, made.prompt_tokens, made.completion_tokens) == (False, 100, 50)

    def test_keeps_the_price_it_was_computed_with_and_its_date(self) -> None:
        request = self.request(reported=Usage(1_000_000, 0))
        made = line_of(request, "openai", demo=False)
        assert request.price is not None
        assert (made.unit_prices, made.price_version) == (request.price.unit_prices, request.price.version)
        assert (made.price_date, made.cost) == (request.price.date, str(request.cost))

    def test_without_a_price_has_no_cost(self) -> None:
        request = RequestUsage(1, "a model nobody knows", 10, price=None)
        made = line_of(request, "custom", demo=False)
        assert (made.cost, made.price_version, made.price_date) == (None, "", None)

    def test_of_the_demo_model_costs_nothing_and_has_no_date(self) -> None:
        made = line_of(RequestUsage(1, DEMO, 10, price=price_of(DEMO, DEMO, {})), DEMO, demo=True)
        assert (made.demo, made.cost, made.price_date) == (True, "0", None)

    def test_marks_what_no_database_keeps_in_the_name_of_a_model(self) -> None:
        made = line_of(RequestUsage(1, "a\0model", 10), "custom", demo=False)
        assert made.model == "a\N{REPLACEMENT CHARACTER}model"

    def test_survives_as_json_while_its_request_goes_on(self) -> None:
        made = line_of(self.request(), "openai", demo=False)
        assert Line(**json.loads(json.dumps(made.as_dict()))) == made


class TestEntering:
    def test_an_entry_says_whose_it_is(self, scene: Scene) -> None:
        run = scene.new_run(person=scene.people.bob)
        record_usage(run, [line(7)])
        entry = LedgerEntry.objects.get()
        assert (entry.run, entry.session, entry.agent, entry.person) == (
            run,
            scene.session,
            scene.agent,
            scene.people.bob,
        )
        assert (entry.workspace, entry.request, entry.correction) == (scene.people.workspace, 7, 0)
        assert (entry.state, entry.cost) == ("reported", Decimal("0.0000045"))
        assert entry.price_date == date(2026, 1, 1)

    def test_a_request_is_entered_once_whoever_enters_it_again(self, run: Run) -> None:
        record_usage(run, [line(1), line(2)])
        record_usage(run, [line(2, prompt_tokens=999, cost="9"), line(3)])
        entries = LedgerEntry.objects.order_by("request")
        assert [(entry.request, entry.prompt_tokens) for entry in entries] == [(1, 10), (2, 10), (3, 10)]

    def test_closing_a_run_enters_what_was_not_entered_yet(self, run: Run) -> None:
        record_usage(run, [line(1)])
        assert end(run, line(1, cost="5"), line(2))
        assert LedgerEntry.objects.count() == 2
        assert sum_of(run.session).total_cost == Decimal("0.000009")

    def test_a_run_that_has_ended_is_entered_no_more(self, run: Run) -> None:
        assert end(run, line(1))
        assert not end(run, line(2))
        assert LedgerEntry.objects.count() == 1

    def test_an_estimate_says_so(self, run: Run) -> None:
        record_usage(run, [line(reported=False)])
        assert LedgerEntry.objects.get().state == "estimated"
        assert sum_of(run.session).estimated

    def test_the_database_itself_refuses_a_second_entry(self, run: Run) -> None:
        record_usage(run, [line(1)])
        entry = LedgerEntry.objects.get()
        entry.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.save(force_insert=True)


class TestCorrections:
    def test_a_correction_is_the_difference_and_the_first_entry_stays(self, run: Run) -> None:
        record_usage(run, [line(cost="2")])
        first = LedgerEntry.objects.get()
        second = correct(first, "1.5")
        assert (second.correction, second.state, second.cost) == (1, "corrected", Decimal("-0.5"))
        first.refresh_from_db()
        assert (first.cost, first.state) == (Decimal(2), "reported")
        assert sum_of(run.session).total_cost == Decimal("1.5")

    def test_a_correction_of_a_correction_starts_from_the_sum(self, run: Run) -> None:
        record_usage(run, [line(cost="2")])
        first = LedgerEntry.objects.get()
        correct(first, "1.5")
        third = correct(first, "3")
        assert (third.correction, third.cost) == (2, Decimal("1.5"))
        assert sum_of(run.session).total_cost == Decimal(3)

    def test_what_costs_that_already_is_not_corrected(self, run: Run) -> None:
        record_usage(run, [line(cost="2")])
        entry, day = LedgerEntry.objects.get(), date(2026, 2, 3)
        almost = Decimal("2.0000000000001")  # the same picodollar
        assert correct_usage(entry, cost=almost, version="", unit_prices="", day=day) is None

    def test_tokens_are_not_counted_twice(self, run: Run) -> None:
        record_usage(run, [line(cost="2")])
        correct(LedgerEntry.objects.get(), "1")
        assert sum_of(run.session).total_tokens == 15

    def test_a_price_found_later_makes_an_unknown_sum_known(self, run: Run) -> None:
        record_usage(run, [line(1, cost=None), line(2, cost="1")])
        assert sum_of(run.session).total_cost is None
        correct(LedgerEntry.objects.get(request=1), "0.25")
        assert sum_of(run.session).total_cost == Decimal("1.25")
        correct(LedgerEntry.objects.get(request=1, correction=0), "0.5")
        assert sum_of(run.session).total_cost == Decimal("1.5")

    def test_a_correction_keeps_its_own_price_and_date(self, run: Run) -> None:
        record_usage(run, [line(cost="2")])
        made = correct(LedgerEntry.objects.get(), "1")
        assert (made.price_version, made.price_date) == ("by hand", date(2026, 2, 3))

    def test_a_correction_counts_in_the_period_of_its_request(self, run: Run) -> None:
        record_usage(run, [line(cost="2")])
        entry = LedgerEntry.objects.get()
        reset(run.session)
        correct(entry, "5")
        assert sum_of(run.session).total_cost == 0
        assert spent(run.session.agent_id) == 0


class TestSums:
    def test_nothing_entered_is_zero_where_the_price_is_known_and_unknown_where_not(
        self, session: Session
    ) -> None:
        assert sum_of(session, priced=True).total_cost == 0
        unknown = sum_of(session, priced=False)
        assert (unknown.total_cost, unknown.priced) == (None, False)

    def test_one_unknown_price_makes_the_sum_unknown_and_never_zero(self, run: Run) -> None:
        record_usage(run, [line(1, cost="1"), line(2, cost=None)])
        summary = sum_of(run.session)
        assert (summary.total_cost, summary.priced, summary.total_tokens) == (None, False, 30)
        assert summary.as_dict()["total_cost"] is None

    def test_every_kind_of_token_is_summed(self, run: Run) -> None:
        kinds = {"prompt_tokens": 10, "cached_tokens": 4, "completion_tokens": 5, "reasoning_tokens": 2}
        record_usage(run, [line(1, **kinds), line(2, **kinds)])
        summary = sum_of(run.session)
        assert (summary.prompt_tokens, summary.cached_tokens) == (20, 8)
        assert (summary.completion_tokens, summary.reasoning_tokens) == (10, 4)

    def test_the_demo_model_is_kept_apart_from_money(self, run: Run) -> None:
        record_usage(run, [line(1, cost="1"), line(2, demo=True, provider=DEMO, model=DEMO, cost="0")])
        summary = sum_of(run.session)
        assert (summary.total_cost, summary.total_tokens) == (Decimal(1), 15)


class TestPeriods:
    def test_a_reset_starts_a_period_says_what_it_closed_and_deletes_nothing(self, run: Run) -> None:
        record_usage(run, [line(1, cost="1")])
        closed = reset(run.session)
        assert closed.total_cost == Decimal(1)
        assert sum_of(run.session).total_cost == 0
        assert LedgerEntry.objects.get().cost == Decimal(1)
        began = LedgerReset.objects.get()
        assert (began.period, json.loads(began.closed)["total_cost"]) == (2, 1.0)

    def test_an_entry_of_a_run_that_goes_on_during_a_reset_falls_into_the_new_period(self, run: Run) -> None:
        record_usage(run, [line(1, cost="1")])
        reset(run.session)
        record_usage(run, [line(2, cost="2")])
        end(run, line(3, cost="4"))
        assert sum_of(run.session).total_cost == Decimal(6)
        assert [entry.period for entry in LedgerEntry.objects.order_by("request")] == [1, 2, 2]

    def test_a_reset_of_several_sessions_closes_each_with_its_own_totals(self, scene: Scene) -> None:
        other = scene.new_session()
        record_usage(scene.new_run(), [line(cost="1")])
        record_usage(scene.new_run(other), [line(cost="2")])
        both = Session.objects.filter(owner=scene.people.alice)
        assert reset_costs(both, scene.people.alice.pk, "", priced=True).total_cost == Decimal(3)
        totals = {one.session_id: json.loads(one.closed)["total_cost"] for one in LedgerReset.objects.all()}
        assert totals == {scene.session.pk: 1.0, other.pk: 2.0}

    def test_a_reset_of_one_session_leaves_the_others_alone(self, scene: Scene) -> None:
        other = scene.new_session()
        record_usage(scene.new_run(other), [line(cost="2")])
        reset(scene.session)
        assert sum_of(other).total_cost == Decimal(2)

    def test_what_the_budget_counts_begins_anew_too(self, run: Run) -> None:
        record_usage(run, [line(cost="3")])
        assert spent(run.session.agent_id) == Decimal(3)
        reset(run.session)
        assert spent(run.session.agent_id) == 0
