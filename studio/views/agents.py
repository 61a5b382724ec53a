"""The list of agents, and the page of one: its newest revision in the editor, the playground beside it."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studio.access import get_agent_for, workspaces_of
from studio.agents import list_agents, newest_revision
from studio.exports import off_the_loop
from studio.models import Agent, Revision
from studio.views import errors
from studio.views.editor import examined, render_editor


@require_safe
def show_agents(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        advice = "Your agents are shown to you and to those you share them with."
        return errors.answer(request, 401, "unauthorized", "Sign in first", advice)
    return render(request, "pages/agents.html", {"agents": list_agents(*workspaces_of(request.user))})


@require_safe
async def show_agent(request: HttpRequest, name: str) -> HttpResponse:
    agent, revision = await sync_to_async(find_newest)(request, name)
    shown = await off_the_loop(examined, revision.text, revision.document)
    about: dict[str, Any] = {"name": agent.name, "title": agent.title, "revision": revision.number}
    return render_editor(request, shown, {"agent": about, "document": revision.document})


def find_newest(request: HttpRequest, name: str) -> tuple[Agent, Revision]:
    agent = get_agent_for(request.user, name)
    return agent, newest_revision(agent)
