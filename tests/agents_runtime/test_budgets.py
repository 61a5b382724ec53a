"""Budgets hold back before a request and settle after it, so that parallel runs never pass the limit."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from agents_runtime.budget_gate import BLOCK, BudgetGate, TopUp
from agents_runtime.budgets import Amount, Grant, has_budget, release, reserve, spent
from agents_runtime.ledger import record_usage, reset_costs
from agents_runtime.models import LedgerEntry, Reservation, Run, Session
from agents_runtime.price_list import price_of, set_price_value
from agents_runtime.sessions import open_session
from exporter.agent_plan import LimitsPlan
from exporter.kit.budget import HEADROOM
from exporter.kit.errors import AgentError, BudgetExceededError
from exporter.kit.usage import RequestUsage
from studio.agents import create_agent
from tests.agents_runtime.builders import Scene, end, line, make_scene, manifest
from tests.services import postgres_url
from tests.studio_server import ROOT

TEN = LimitsPlan(budget=Decimal(10))


def ask(run: Run, amount: str, limits: LimitsPlan = TEN, request: int = 1, tokens: int = 0) -> Grant:
    need = Amount(Decimal(amount), tokens)
    return reserve(run.id, request, run.session.agent_id, limits, need, need)


def held() -> Decimal:
    return sum((one.money or Decimal(0) for one in Reservation.objects.all()), Decimal(0))


def test_only_limits_of_money_and_of_a_days_tokens_need_the_database() -> None:
    assert not has_budget(LimitsPlan())
    assert not has_budget(LimitsPlan(max_tokens_per_request=5))
    for name, bound in {"budget": Decimal(1), "budget_per_day": Decimal(1), "max_tokens_per_day": 1}.items():
        assert has_budget(LimitsPlan(**{name: bound}))  # type: ignore[arg-type]


class TestReserving:
    def test_what_is_held_back_counts_as_spent(self, run: Run) -> None:
        ask(run, "6", request=1)
        ask(run, "4", request=2)
        with pytest.raises(BudgetExceededError, match="The budget of 10 USD is used up"):
            ask(run, "0.000000000001", request=3)

    def test_what_the_ledger_holds_counts_too(self, run: Run) -> None:
        record_usage(run, [line(cost="9.5")])
        ask(run, "0.5", request=2)
        with pytest.raises(BudgetExceededError):
            ask(run, "0.1", request=3)

    def test_to_ask_again_for_a_request_replaces_what_was_held_for_it(self, run: Run) -> None:
        ask(run, "6")
        assert ask(run, "9").amount.money == 9
        assert held() == 9

    def test_less_than_wanted_is_granted_at_the_edge_with_what_to_say_there(self, run: Run) -> None:
        need, want = Amount(Decimal(1), 0), Amount(Decimal(100), 0)
        grant = reserve(run.id, 1, run.session.agent_id, TEN, need, want)
        assert (grant.amount.money, grant.refusal) == (Decimal(10), "The budget of 10 USD is used up.")

    def test_a_released_request_holds_nothing_back(self, run: Run) -> None:
        ask(run, "10")
        release(run.id, 1)
        assert ask(run, "10", request=2).refusal is None

    def test_another_agents_money_is_its_own(self, scene: Scene) -> None:
        ask(scene.new_run(), "10")
        people = scene.people
        agent, revision = create_agent(people.workspace, people.alice, manifest())
        there = open_session(agent, revision, people.alice.pk, "there")
        assert ask(scene.new_run(there), "10").refusal is None

    def test_a_run_that_is_over_can_hold_nothing_back(self, run: Run) -> None:
        end(run)
        with pytest.raises(AgentError, match="This run is over"):
            ask(run, "1")
        assert not Reservation.objects.exists()

    def test_the_end_of_a_run_releases_whatever_it_held(self, run: Run) -> None:
        ask(run, "3")
        end(run, line(cost="1"))
        assert not Reservation.objects.exists()
        assert spent(run.session.agent_id) == 1

    def test_the_demo_models_usage_costs_no_budget(self, run: Run) -> None:
        record_usage(run, [line(cost="50", demo=True)])
        assert ask(run, "10", request=2)

    def test_a_reset_frees_what_the_closed_period_has_cost(self, run: Run) -> None:
        record_usage(run, [line(cost="10")])
        own = Session.objects.filter(pk=run.session_id)
        reset_costs(own, run.person_id, "", priced=True)
        assert ask(run, "10", request=2)


class TestDays:
    def test_money_of_today_is_bounded_over_periods_and_freed_tomorrow(self, run: Run) -> None:
        limits = LimitsPlan(budget_per_day=Decimal(10))
        record_usage(run, [line(cost="10")])
        reset_costs(Session.objects.filter(pk=run.session_id), run.person_id, "", priced=True)
        with pytest.raises(BudgetExceededError, match="The budget of 10 USD for today is used up"):
            ask(run, "1", limits, request=2)
        LedgerEntry.objects.update(created_at=datetime.now(UTC) - timedelta(days=1))
        assert ask(run, "10", limits, request=2)

    def test_tokens_of_today_are_bounded_held_ones_included(self, run: Run) -> None:
        limits = LimitsPlan(max_tokens_per_day=100)
        record_usage(run, [line(prompt_tokens=30, completion_tokens=20)])
        ask(run, "0", limits, request=2, tokens=40)
        with pytest.raises(BudgetExceededError, match="The 100 tokens for today are used up"):
            ask(run, "0", limits, request=3, tokens=11)
        assert ask(run, "0", limits, request=3, tokens=10)

    def test_the_tightest_limit_decides(self, run: Run) -> None:
        limits = LimitsPlan(budget=Decimal(10), budget_per_day=Decimal(3), max_tokens_per_day=50)
        grant = reserve(
            run.id, 1, run.session.agent_id, limits, Amount(Decimal(0), 0), Amount(Decimal(9), 900)
        )
        assert grant.amount == Amount(Decimal(3), 50)


class TestInParallel:
    @pytest.mark.django_db(transaction=True)
    def test_threads_that_reserve_at_once_never_pass_the_limit(self) -> None:
        runs = runs_of(make_scene(), 24)

        def try_one(run: Run) -> bool:
            try:
                ask(run, "1")
            except BudgetExceededError:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(8) as threads:
            admitted = list(threads.map(try_one, runs))
        assert (admitted.count(True), held()) == (10, Decimal(10))

    @pytest.mark.django_db(transaction=True)
    def test_reserving_settling_and_reserving_again_never_passes_the_limit(self) -> None:
        runs = runs_of(make_scene(), 24)

        def spend_one(run: Run) -> bool:
            try:
                ask(run, "2")
                end(run, line(cost="1.5"))
            except BudgetExceededError:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(8) as threads:
            admitted = list(threads.map(spend_one, runs)).count(True)
        assert spent(runs[0].session.agent_id) == admitted * Decimal("1.5") <= 10
        assert not Reservation.objects.exists()

    @pytest.mark.slow
    @pytest.mark.django_db(transaction=True)
    def test_processes_that_reserve_at_once_never_pass_the_limit_on_sqlite(self) -> None:
        runs = runs_of(make_scene(), 16)
        reserve_in_processes([run.id for run in runs], {"STUDIO_DATABASE": str(database_name())})
        assert held() == 10

    @pytest.mark.slow
    def test_processes_that_reserve_at_once_never_pass_the_limit_on_postgresql(self) -> None:
        with postgres_url() as url:
            there = {"STUDIO_DATABASE_URL": url}
            made = in_a_process(
                "from django.core.management import call_command\n"
                "call_command('migrate', verbosity=0)\n"
                "from tests.agents_runtime.test_budgets import *\n"
                "print(*[run.id for run in runs_of(make_scene(), 16)])",
                there,
            ).communicate(timeout=120)[0]
            reserve_in_processes(made.split(), there)
            counted = in_a_process(
                "from tests.agents_runtime.test_budgets import held; print(held())", there
            ).communicate(timeout=60)[0]
            assert Decimal(counted) == 10


def runs_of(scene: Scene, count: int) -> list[Run]:
    return [scene.new_run(scene.new_session()) for _ in range(count)]


def database_name() -> object:
    return connection.settings_dict["NAME"]


def reserve_in_processes(run_ids: list[str], environment: dict[str, str]) -> None:
    """Four processes, each asking for a quarter of the runs, beginning together as well as they can."""
    code = (
        "import sys\n"
        "from tests.agents_runtime.test_budgets import *\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "for run in Run.objects.select_related('session').filter(pk__in=%r):\n"
        "    try: ask(run, '1')\n"
        "    except BudgetExceededError: pass\n"
    )
    processes = [in_a_process(code % run_ids[part::4], environment) for part in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0


def in_a_process(code: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "studio.settings", **environment}
    command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
    return subprocess.Popen(
        command, cwd=ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


class Gate:
    """A gate with what it asks its engine for, and a request that goes on."""

    def __init__(self, run: Run, limits: LimitsPlan, max_tokens: int | None = None) -> None:
        self.top_ups: list[TopUp] = []
        self.gate = BudgetGate(run.id, run.session.agent_id, limits, max_tokens, self.top_ups.append)

    def request(self, number: int = 1, prompt: int = 100) -> RequestUsage:
        # A dollar a token, so that amounts can be read.
        million = Decimal(1_000_000)
        price = set_price_value("openai", "m", "2026-01-01", million, million, million)
        return RequestUsage(number, "m", prompt, price=price)


@pytest.mark.django_db(transaction=True)
class TestTheGateOfARun:
    """What the kit calls for each model request."""

    def begin(self, limits: LimitsPlan, max_tokens: int | None = None) -> tuple[Gate, RequestUsage]:
        [run] = runs_of(make_scene(), 1)
        gate = Gate(run, limits, max_tokens)
        return gate, gate.request()

    async def admitted(self, make: Callable[[], tuple[Gate, RequestUsage]]) -> tuple[Gate, RequestUsage]:
        gate, request = await asyncio.to_thread(make)
        gate.gate.reserve(request)
        await gate.gate.admit(request)
        return gate, request

    async def test_holds_back_the_prompt_and_max_tokens(self) -> None:
        await self.admitted(lambda: self.begin(LimitsPlan(budget=Decimal(1000)), 50))
        assert await asyncio.to_thread(held) == 100 + HEADROOM + 50

    async def test_asks_for_more_when_its_block_is_used_up(self) -> None:
        gate, request = await self.admitted(lambda: self.begin(LimitsPlan(budget=Decimal(10_000))))
        request.completion_estimate = BLOCK
        gate.gate.update(request)
        assert gate.top_ups == []
        request.completion_estimate = BLOCK + 1
        gate.gate.update(request)
        [top_up] = gate.top_ups
        await top_up()
        assert await asyncio.to_thread(held) == 100 + 2 * BLOCK + 1 + HEADROOM
        gate.gate.update(request)
        assert len(gate.top_ups) == 1

    async def test_stops_the_request_where_there_is_no_more(self) -> None:
        gate, request = await self.admitted(lambda: self.begin(LimitsPlan(budget=Decimal(200)), 500))
        request.completion_estimate = 200 - 100 - HEADROOM
        gate.gate.update(request)
        request.completion_estimate += 1
        with pytest.raises(BudgetExceededError):
            gate.gate.update(request)

    async def test_refuses_what_can_not_even_begin(self) -> None:
        with pytest.raises(BudgetExceededError):
            await self.admitted(lambda: self.begin(LimitsPlan(budget=Decimal(100))))

    async def test_of_a_request_that_langchain_makes_by_itself_is_asked_at_once(self) -> None:
        gate, request = await asyncio.to_thread(lambda: self.begin(LimitsPlan(budget=Decimal(1000)), 50))
        gate.gate.admit_now(request)
        assert await asyncio.to_thread(held) == 100 + HEADROOM + 50

    @pytest.mark.parametrize("how", ["settle", "release"])
    async def test_tells_once_which_reservation_can_go(self, how: str) -> None:
        gate, request = await self.admitted(lambda: self.begin(LimitsPlan(budget=Decimal(1000)), 50))
        getattr(gate.gate, how)(request)
        getattr(gate.gate, how)(request)
        assert gate.gate.ended == [1]
        # What comes late for a request that is over changes nothing.
        request.completion_estimate = 10_000
        gate.gate.update(request)
        assert gate.top_ups == []

    async def test_bounds_the_tokens_of_one_request(self) -> None:
        gate, request = await asyncio.to_thread(lambda: self.begin(LimitsPlan(max_tokens_per_request=150)))
        gate.gate.reserve(request)
        request.completion_estimate = 50
        with pytest.raises(BudgetExceededError, match="needs more than 150 tokens"):
            gate.gate.update(request)

    async def test_without_a_price_bounds_tokens_all_the_same(self) -> None:
        limits = LimitsPlan(budget=Decimal(1), max_tokens_per_day=110)
        gate, request = await asyncio.to_thread(lambda: self.begin(limits))
        request.price = price_of("custom", "unknown", {})
        await gate.gate.admit(request)
        assert await asyncio.to_thread(held) == 0
        request.completion_estimate = 10
        with pytest.raises(BudgetExceededError, match="The 110 tokens for today"):
            gate.gate.update(request)
