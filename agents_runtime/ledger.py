"""The book of costs: the only writer of ledger entries; sums, periods, corrections."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet, Sum

from agents_runtime.ledger_line import Line
from agents_runtime.locking import lock_prices, lock_runs
from agents_runtime.models import AT_WORK, LedgerEntry, LedgerReset, Run, Session
from agents_runtime.money import MOST, exact
from agents_runtime.price_list import SetPrice
from agents_runtime.prices import own_prices
from exporter.kit.events import CostSummary
from exporter.kit.usage import Usage

State = LedgerEntry.State


def record_usage(run: Run, lines: Iterable[Line]) -> None:
    """Enter each request once; one that is there stays as it is. `run` comes with its session and agent.

    An own price that was set while the request was open is not the one it was computed with: it is corrected.
    """
    if lines := list(lines):
        with transaction.atomic():
            _enter(run, lines)


def _enter(run: Run, lines: list[Line]) -> None:
    session = run.session
    shared = {
        "run": run,
        "session": session,
        "agent_id": session.agent_id,
        "workspace_id": session.workspace_id,
        "person_id": run.person_id,
        "period": Session.objects.values_list("period", flat=True).get(pk=session.pk),
    }
    entries = [LedgerEntry(**shared, **_columns(line)) for line in lines]
    LedgerEntry.objects.bulk_create(entries, ignore_conflicts=True)
    lock_prices()
    own = own_prices(entries[0].created_at.date())
    for line in lines:
        price = None if line.demo else own.get((line.provider, line.model))
        if price is not None and price.unit_prices != line.unit_prices:
            correct_by_price(LedgerEntry.objects.get(run=run, request=line.request, correction=0), price)


def _columns(line: Line) -> dict[str, Any]:
    values = line.as_dict()
    cost, day, reported = (values.pop(name) for name in ("cost", "price_date", "reported"))
    return {
        **values,
        "state": State.REPORTED if reported else State.ESTIMATED,
        "cost": None if cost is None else Decimal(cost),
        "settles_price": cost is not None,
        "price_date": None if day is None else date.fromisoformat(day),
    }


def correct_usage(
    entry: LedgerEntry, *, cost: Decimal, version: str, unit_prices: str, day: date
) -> LedgerEntry | None:
    """Add the difference that makes the request of a first entry cost `cost`.

    None where it does already, and where the ledger cannot hold so much: it stays what it was.
    """
    if cost > MOST:
        return None
    with transaction.atomic():
        LedgerEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
        lines = LedgerEntry.objects.filter(run_id=entry.run_id, request=entry.request)
        so_far = lines.aggregate(cost=Sum("cost"), last=Max("correction"))
        known = so_far["cost"] is not None
        if known and so_far["cost"] == exact(cost):
            return None
        return LedgerEntry.objects.create(
            **{name: getattr(entry, name) for name in _SHARED},
            correction=so_far["last"] + 1,
            state=State.CORRECTED,
            prompt_tokens=0,
            completion_tokens=0,
            cost=cost - (so_far["cost"] or 0),
            settles_price=not known,
            unit_prices=unit_prices,
            price_version=version,
            price_date=day,
        )


def correct_by_price(entry: LedgerEntry, price: SetPrice) -> LedgerEntry | None:
    """The same, where the request costs what an own price says."""
    usage = Usage(
        entry.prompt_tokens,
        entry.completion_tokens,
        entry.cached_tokens,
        entry.cache_write_tokens,
        entry.reasoning_tokens,
    )
    return correct_usage(
        entry,
        cost=price.cost(usage),
        version=price.version,
        unit_prices=price.unit_prices,
        day=date.fromisoformat(price.date),
    )


_SHARED = (
    *("run_id", "session_id", "agent_id", "workspace_id", "person_id"),
    *("period", "request", "demo", "provider", "model"),
)


def current_entries(sessions: QuerySet[Session]) -> QuerySet[LedgerEntry]:
    """The entries of the sessions' current periods; what the demo model used is no part of them."""
    return LedgerEntry.objects.filter(session__in=sessions, period=F("session__period"), demo=False)


def sum_entries(entries: QuerySet[LedgerEntry], model: str, *, priced: bool) -> CostSummary:
    """`priced` says whether a sum without entries is 0 or unknown."""
    row = entries.aggregate(
        cost=Sum("cost"),
        requests=Count("id", filter=Q(correction=0)),
        prices=Count("id", filter=Q(settles_price=True)),
        estimated=Count("id", filter=Q(state=State.ESTIMATED)),
        **{name: Sum(f"{name}_tokens") for name in ("prompt", "completion", "cached", "reasoning")},
    )
    priced = row["prices"] == row["requests"] if row["requests"] else priced
    prompt, completion = row["prompt"] or 0, row["completion"] or 0
    return CostSummary(
        total_tokens=prompt + completion,
        prompt_tokens=prompt,
        completion_tokens=completion,
        total_cost=(row["cost"] or Decimal(0)) if priced else None,
        model=model,
        cached_tokens=row["cached"] or 0,
        reasoning_tokens=row["reasoning"] or 0,
        estimated=row["estimated"] > 0,
        priced=priced,
    )


def reset_costs(sessions: QuerySet[Session], person_id: int, model: str, *, priced: bool) -> CostSummary:
    """Begin a new period in each of the sessions; returns the totals of what it closed."""
    with transaction.atomic():
        locked = list(sessions.select_for_update(no_key=True, of=("self",)).order_by("pk"))
        # Entries are made by whoever has locked their run: each falls before the reset or after it.
        at_work = Run.objects.filter(session__in=locked, state__in=AT_WORK)
        lock_runs(at_work.values_list("pk", flat=True), AT_WORK)
        closed = sum_entries(current_entries(sessions), model, priced=priced)
        for session in locked:
            own = Session.objects.filter(pk=session.pk)
            totals = sum_entries(current_entries(own), model, priced=priced)
            session.period += 1
            session.save(update_fields=["period"])
            LedgerReset.objects.create(
                session=session,
                period=session.period,
                person_id=person_id,
                closed=json.dumps(totals.as_dict()),
            )
        return closed
