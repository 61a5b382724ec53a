"""POST /chat, and the commands on a run."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from agents_runtime import commands
from agents_runtime.access import get_run_for
from agents_runtime.database import in_database
from agents_runtime.models import OPEN_STATES, Run
from agents_runtime.process import this_process
from agents_runtime.runs import find_run
from agents_runtime.starting import start_message
from agents_runtime.views.endpoint import endpoint, json_answer, read_body
from exporter.kit.bodies import ChatRequest, ToolAnswer
from exporter.kit.errors import AgentError


@endpoint("POST")
async def chat(request: HttpRequest, agent: Any) -> HttpResponseBase:
    """Answer a message, when the run is over."""
    body = read_body(request, ChatRequest)
    run = await start_message(
        await request.auser(),
        agent,
        body.session_id,
        body.message,
        client_message_id=body.client_message_id,
        on_busy=body.on_busy,
    )
    ended = await wait_for_end(run)
    failed = failure_of(ended)
    if failed is not None:
        raise failed
    return json_answer(
        {
            "response": json.loads(ended.last_event)["result"],
            "session_id": run.session_name,
            "run_id": run.id,
            "cost_summary": json.loads(ended.summary),
        }
    )


@endpoint("POST")
async def cancel(request: HttpRequest, agent: Any, run_id: str) -> HttpResponseBase:
    """Stop a run; again changes nothing."""
    run = await in_database(get_run_for, await request.auser(), agent, run_id)
    stopping = await commands.cancel(run.id)
    return json_answer({"run_id": run.id, "state": stopping.state}, 202)


@endpoint("POST")
async def answer_tool(request: HttpRequest, agent: Any, run_id: str, call_id: str) -> HttpResponseBase:
    """Answer a `tool_waiting`."""
    body = read_body(request, ToolAnswer)
    run = await in_database(get_run_for, await request.auser(), agent, run_id)
    await commands.answer_tool(run.id, call_id, output=body.output, error=body.error)
    return json_answer({"run_id": run.id, "state": run.state}, 202)


async def wait_for_end(run: Run) -> Run:
    """The run when it is over; whoever waits counts as a viewer."""
    async with commands.follow(run.id, 0) as viewer:
        await commands.dispatch(run)
        while await viewer.read() is not None and not this_process().stopping.is_set():
            pass
    ended = await in_database(find_run, run.id)
    if ended is None or ended.state in OPEN_STATES:
        raise AgentError("The server is stopping.", error_type="stopping", status=503, retry_after=5)
    return ended


def failure_of(run: Run) -> AgentError | None:
    """Why a run that is over has no answer, with what a caller wants to know."""
    details = {"run_id": run.id, "cost_summary": json.loads(run.summary)}
    if run.state == "cancelled":
        return AgentError("The run was cancelled.", error_type="cancelled", status=409, **details)
    if run.state == "error":
        return AgentError(run.error, error_type=run.error_type, status=run.error_status, **details)
    return None
