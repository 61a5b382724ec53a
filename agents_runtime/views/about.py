"""What an agent's server says of itself: liveness, documentation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from agents_runtime.database import in_database
from agents_runtime.models import OPEN_STATES, Run
from agents_runtime.openapi import describe
from agents_runtime.plans import plan_text
from agents_runtime.views.endpoint import endpoint, json_answer
from exporter.kit.errors import AgentError


@endpoint("GET")
async def health(request: HttpRequest, agent: Any) -> HttpResponseBase:
    """Whether the agent can answer: 503 and a sentence where it cannot."""
    status = await in_database(_status, agent)
    return json_answer(status, 200 if status["status"] == "ok" else 503)


def _status(agent: Any) -> dict[str, Any]:
    newest = agent.revisions.order_by("-number").first()
    planned = plan_text(newest.text, newest.document)
    well = planned.plan is not None
    return {
        "status": "ok" if well else "degraded",
        "agent": agent.name,
        "version": planned.plan.version if planned.plan else "",
        # Asking for it was the check of the second.
        "checks": {"manifest": "ok" if well else planned.problems[0], "conversations": "ok"},
        "running": Run.objects.filter(session__agent=agent, state__in=OPEN_STATES).count(),
        "warnings": [],
    }


@endpoint("GET")
async def openapi(request: HttpRequest, agent: Any) -> HttpResponseBase:
    return json_answer(_description(request, agent))


@endpoint("GET")
async def docs(request: HttpRequest, agent: Any) -> HttpResponseBase:
    """The same for people."""
    return render(request, "pages/agent_api.html", {"agent": agent, "api": _description(request, agent)})


@endpoint("GET", "POST", "PUT", "PATCH", "DELETE")
async def nothing(request: HttpRequest, agent: Any, rest: str) -> HttpResponseBase:
    """Any other address below an agent's."""
    raise AgentError("There is nothing at this address.", error_type="not_found", status=404)


def _description(request: HttpRequest, agent: Any) -> dict[str, Any]:
    return describe(agent.name, agent.title, request.build_absolute_uri(f"/agents/{agent.name}"))
