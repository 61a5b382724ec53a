"""What an agent's server says of itself: liveness, documentation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from agents_runtime.database import in_database
from agents_runtime.openapi import describe
from agents_runtime.plans import plan_text
from agents_runtime.views.endpoint import endpoint, json_answer


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
        "checks": {"manifest": "ok" if well else planned.problems[0]},
    }


@endpoint("GET")
async def openapi(request: HttpRequest, agent: Any) -> HttpResponseBase:
    return json_answer(describe(agent.name, agent.title, request.build_absolute_uri(f"/agents/{agent.name}")))


@endpoint("GET")
async def docs(request: HttpRequest, agent: Any) -> HttpResponseBase:
    """Documentation for people is the studio's: one page for the API of all agents."""
    return HttpResponseRedirect(f"/api/docs#agent-{agent.name}")
