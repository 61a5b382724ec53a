"""The book of costs: the only writer of ledger entries; sums, periods, corrections."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet, Sum

from agents_runtime.locking import lock_runs
from agents_runtime.models import AT_WORK, LedgerEntry, LedgerReset, Run, Session
from agents_runtime.money import exact
from exporter.kit.events import CostSummary
from exporter.kit.usage import RequestUsage

State = LedgerEntry.State


@dataclass(frozen=True)
class Line:
    """What the ledger keeps of one model request; money is USD as text, None where no price is known."""

    request: int
    provider: str
    model: str
    prompt_tokens: int
    cached_tokens: int
    cache_write_tokens: int
    completion_tokens: int
    reasoning_tokens: int
    reported: bool
    demo: bool
    cost: str | None
    unit_prices: str
    price_version: str
    price_date: str | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def line_of(request: RequestUsage, provider: str, demo: bool) -> Line:
    """The line of a model request as it stands; `provider` is ours, whatever the price list calls it."""
    usage, price, cost = request.usage, request.price, request.cost
    return Line(
        request=request.number,
        provider=provider,
        model=request.model[:200],
        prompt_tokens=usage.prompt_tokens,
        cached_tokens=usage.cached_tokens,
        cache_write_tokens=usage.cache_write_tokens,
        completion_tokens=usage.completion_tokens,
        reasoning_tokens=usage.reasoning_tokens,
        reported=request.reported is not None,
        demo=demo,
        cost=None if cost is None else str(cost),
        unit_prices=price.unit_prices if price else "",
        price_version=price.version if price else "",
        price_date=(price.date or None) if price else None,
    )


def record_usage(run: Run, lines: Iterable[Line]) -> None:
    """Enter each request once; one that is there stays as it is. `run` comes with its session and agent."""
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
    """Add the difference that makes the request of a first entry cost `cost`; None where it does already."""
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
