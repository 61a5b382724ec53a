"""The caller's conversations: the list, one with its messages, and to forget one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from agents_runtime.access import get_session_for
from agents_runtime.database import in_database
from agents_runtime.models import OPEN_STATES
from agents_runtime.sessions import forget_session, list_sessions, messages_of
from agents_runtime.views.costs import period_summary
from agents_runtime.views.endpoint import endpoint, json_answer


@endpoint("GET")
async def show_sessions(request: HttpRequest, agent: Any) -> HttpResponseBase:
    user = await request.auser()
    return json_answer({"sessions": await in_database(list_sessions, agent, user)})


@endpoint("GET", "DELETE")
async def one_session(request: HttpRequest, agent: Any, session_id: str) -> HttpResponseBase:
    """The session with its messages; DELETE forgets them, and its ledger stays."""
    user = await request.auser()
    if request.method == "DELETE":
        await in_database(_forget, user, agent, session_id)
        return HttpResponse(status=204)
    return json_answer(await in_database(_session, user, agent, session_id))


def _forget(user: Any, agent: Any, name: str) -> None:
    forget_session(get_session_for(user, agent, name, to_change=True))


def _session(user: Any, agent: Any, name: str) -> dict[str, Any]:
    session = get_session_for(user, agent, name)
    going_on = session.runs.filter(state__in=OPEN_STATES).order_by("created_at").first()
    return {
        "session_id": session.name,
        "id": str(session.pk),
        "title": session.title,
        "revision": session.revision.number,
        "messages": messages_of(session),
        "running": going_on.id if going_on else None,
        "cost_summary": period_summary(user, agent, name),
    }
