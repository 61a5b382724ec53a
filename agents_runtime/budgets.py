"""An agent's limits of money and tokens, over all sessions and processes: reserved before, settled after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, Sum

from agents_runtime.locking import lock_agent, lock_runs
from agents_runtime.models import AT_WORK, LedgerEntry, Reservation
from exporter.agent_plan import LimitsPlan
from exporter.kit.errors import AgentError, BudgetExceededError


@dataclass(frozen=True)
class Amount:
    """Money in USD, and tokens."""

    money: Decimal
    tokens: int


@dataclass(frozen=True)
class Grant:
    """What a request may use. `refusal` is set where no more can be had: what to say at its edge."""

    amount: Amount
    refusal: str | None = None


def has_budget(limits: LimitsPlan) -> bool:
    """Whether all the agent's runs have to be asked about before a model request."""
    bounds = (limits.budget, limits.budget_per_day, limits.max_tokens_per_day)
    return any(bound is not None for bound in bounds)


def reserve(
    run_id: str, request: int, agent_id: int, limits: LimitsPlan, need: Amount, want: Amount
) -> Grant:
    """Hold back as much as is wanted, or as there is; BudgetExceededError where that is less than needed."""
    with transaction.atomic():
        # One at a time for an agent: two requests must not both be given the last cent.
        lock_agent(agent_id)
        # A run that is over has nothing to hold back any more, and nobody would release it.
        if not lock_runs([run_id], AT_WORK):
            raise AgentError("This run is over.", error_type="interrupted", status=503)
        held = Reservation.objects.filter(agent_id=agent_id).exclude(run_id=run_id, request=request)
        refusal, amount = None, want
        for limit in _limits(agent_id, limits, held):
            if limit.unit == "money" and limit.left < amount.money:
                refusal, amount = limit.refusal, Amount(limit.left, amount.tokens)
            if limit.unit == "tokens" and limit.left < amount.tokens:
                refusal, amount = limit.refusal, Amount(amount.money, int(limit.left))
        if refusal is not None and (amount.money < need.money or amount.tokens < need.tokens):
            raise BudgetExceededError(refusal)
        Reservation.objects.update_or_create(
            run_id=run_id,
            request=request,
            defaults={"agent_id": agent_id, "money": amount.money, "tokens": amount.tokens},
        )
        return Grant(amount, refusal)


def release(run_id: str, request: int) -> None:
    """The request is over: its ledger entry takes the place of what was held back."""
    Reservation.objects.filter(run_id=run_id, request=request).delete()


def spent(agent_id: int) -> Decimal:
    """What the agent's sessions have cost in their current periods."""
    return _sum(_in_period(agent_id), "cost")


def used_today(agent_id: int) -> Amount:
    """What the agent's sessions have used since midnight, UTC, whatever was reset."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    today = LedgerEntry.objects.filter(agent_id=agent_id, demo=False, created_at__gte=midnight)
    sums = today.aggregate(cost=Sum("cost"), prompt=Sum("prompt_tokens"), completion=Sum("completion_tokens"))
    return Amount(sums["cost"] or Decimal(0), (sums["prompt"] or 0) + (sums["completion"] or 0))


@dataclass(frozen=True)
class _Left:
    unit: str
    left: Decimal
    refusal: str


def _limits(agent_id: int, limits: LimitsPlan, held: QuerySet[Reservation]) -> list[_Left]:
    found = []
    # Before the ledger is read: what a run settles in between is counted twice, and not missed.
    money, tokens = _sum(held, "money"), _sum(held, "tokens")
    if limits.budget is not None:
        left = limits.budget - spent(agent_id) - money
        found.append(_Left("money", left, f"The budget of {limits.budget} USD is used up."))
    if limits.budget_per_day is None and limits.max_tokens_per_day is None:
        return found
    today = used_today(agent_id)
    if limits.budget_per_day is not None:
        left = limits.budget_per_day - today.money - money
        found.append(_Left("money", left, f"The budget of {limits.budget_per_day} USD for today is used up."))
    if limits.max_tokens_per_day is not None:
        left = Decimal(limits.max_tokens_per_day - today.tokens) - tokens
        found.append(_Left("tokens", left, f"The {limits.max_tokens_per_day} tokens for today are used up."))
    return found


def _in_period(agent_id: int) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(agent_id=agent_id, demo=False, period=F("session__period"))


def _sum(rows: QuerySet[Any], column: str) -> Decimal:
    return Decimal(rows.aggregate(total=Sum(column))["total"] or 0)
