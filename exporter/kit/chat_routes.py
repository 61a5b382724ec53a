"""POST /chat, and the commands on a run."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request

from .bodies import ChatAnswer, ChatRequest, ErrorBody, RunState, ToolAnswer
from .errors import AgentError
from .run import Run
from .serving import ServingHere, new_session_id

router = APIRouter(tags=["chat"], responses={"4XX": {"model": ErrorBody}, "5XX": {"model": ErrorBody}})


@router.post("/chat", response_model=ChatAnswer)
async def chat(body: ChatRequest, request: Request, serving: ServingHere) -> dict[str, Any]:
    """Answer a message, when the run is over."""
    session_id = body.session_id or new_session_id()
    run = await serving.runs.start(
        session_id, body.message, client_message_id=body.client_message_id, on_busy=body.on_busy
    )
    await wait_for_end(run, request)
    if run.error is not None:
        raise failure_of(run)
    if run.state != "done":
        raise AgentError("The run was cancelled.", error_type="cancelled", status=409, run_id=run.run_id)
    return {
        "response": run.result,
        "session_id": session_id,
        "run_id": run.run_id,
        "cost_summary": run.summary.as_dict(),
    }


@router.post("/chat/runs/{run_id}/cancel", status_code=202, response_model=RunState)
async def cancel(run_id: str, serving: ServingHere) -> dict[str, str]:
    """Stop a run; again changes nothing."""
    run = await serving.runs.get(run_id)
    serving.runs.cancel(run)
    return {"run_id": run.run_id, "state": run.state}


@router.post("/chat/runs/{run_id}/tools/{call_id}", status_code=202, response_model=RunState)
async def answer_tool(run_id: str, call_id: str, body: ToolAnswer, serving: ServingHere) -> dict[str, str]:
    """Answer a `tool_waiting`."""
    run = await serving.runs.get(run_id)
    run.answer(call_id, output=body.output, error=body.error)
    return {"run_id": run.run_id, "state": run.state}


async def wait_for_end(run: Run, request: Request) -> None:
    """Until the run is over; a client that leaves stops waiting, which is seen as a viewer leaving."""
    with run.watched():
        run.release()
        over = asyncio.create_task(run.finished.wait())
        left = asyncio.create_task(_client_left(request))
        try:
            await asyncio.wait({over, left}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
            left.cancel()
    if not run.finished.is_set():
        raise AgentError("The client left.", error_type="client_left", status=499)


def failure_of(run: Run) -> AgentError:
    """The run's error with what a caller of POST /chat wants to know."""
    assert run.error is not None
    error = run.error
    details = {**error.details, "run_id": run.run_id, "cost_summary": run.summary.as_dict()}
    return AgentError(error.message, error_type=error.error_type, status=error.status, **details)


async def _client_left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
