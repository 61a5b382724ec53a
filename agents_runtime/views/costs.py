"""What the caller's sessions cost in their current periods, and the start of a new period."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from agents_runtime.access import find_session_for
from agents_runtime.database import in_database
from agents_runtime.ledger import current_entries, reset_costs, sum_entries
from agents_runtime.models import LedgerEntry, Session
from agents_runtime.plans import plan_text
from agents_runtime.price_list import price_of
from agents_runtime.prices import own_prices
from agents_runtime.starting import check_session_name
from agents_runtime.views.endpoint import endpoint, json_answer


@endpoint("GET")
async def cost_summary(request: HttpRequest, agent: Any) -> HttpResponseBase:
    """Of one session, or of all of the caller's."""
    name = _session_name(request)
    return json_answer(await in_database(period_summary, await request.auser(), agent, name))


@endpoint("POST")
async def reset(request: HttpRequest, agent: Any) -> HttpResponseBase:
    """Begin a new period; the ledger keeps the old one."""
    name = _session_name(request)
    return json_answer(await in_database(_reset, await request.auser(), agent, name))


def _session_name(request: HttpRequest) -> str | None:
    name = request.GET.get("session_id")
    if name is not None:
        check_session_name(name)
    return name


def chosen_sessions(user: Any, agent: Any, name: str | None) -> QuerySet[Session]:
    """Forgotten ones too: what they cost stays."""
    own = Session.objects.filter(agent=agent, owner=user)
    if name is None:
        return own
    session = find_session_for(user, agent, name)
    return Session.objects.filter(pk=session.pk) if session else own.filter(name=name)


def period_summary(user: Any, agent: Any, name: str | None) -> dict[str, Any]:
    sessions = chosen_sessions(user, agent, name)
    model, priced = _model_of(agent)
    return sum_entries(current_entries(sessions), model, priced=priced).as_dict()


def total_summary(sessions: QuerySet[Session], agent: Any) -> dict[str, Any]:
    """Of all periods, without what the demo model used."""
    model, priced = _model_of(agent)
    entries = LedgerEntry.objects.filter(session__in=sessions, demo=False)
    return sum_entries(entries, model, priced=priced).as_dict()


def _reset(user: Any, agent: Any, name: str | None) -> dict[str, Any]:
    model, priced = _model_of(agent)
    closed = reset_costs(chosen_sessions(user, agent, name), user.pk, model, priced=priced)
    return {**period_summary(user, agent, name), "closed": closed.as_dict()}


def _model_of(agent: Any) -> tuple[str, bool]:
    """The agent's chat model, and whether its price is known."""
    newest = agent.revisions.order_by("-number").first()
    plan = plan_text(newest.text, newest.document).plan
    if plan is None:
        return "", False
    named = plan.chat_model.model
    model = named if isinstance(named, str) else named.default or ""
    return model, price_of(plan.chat_model.provider, model, own_prices()) is not None
