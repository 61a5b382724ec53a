"""The conversations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from .bodies import SESSION_ID, ErrorBody, SessionBody, SessionList
from .errors import AgentError
from .serving import ServingHere

router = APIRouter(tags=["sessions"], responses={"4XX": {"model": ErrorBody}, "5XX": {"model": ErrorBody}})

SessionId = Annotated[str, Path(pattern=SESSION_ID)]


@router.get("/sessions", response_model=SessionList)
async def list_sessions(serving: ServingHere) -> dict[str, Any]:
    """The sessions, the newest first."""
    return {"sessions": [asdict(session) for session in await serving.agent.conversations.list_sessions()]}


@router.get("/sessions/{session_id}", response_model=SessionBody)
async def get_session(session_id: SessionId, serving: ServingHere) -> dict[str, Any]:
    """One session with its messages."""
    conversation = await serving.agent.conversations.load(session_id)
    if not conversation.transcript:
        raise _no_such_session()
    return {"session_id": session_id, "messages": [asdict(message) for message in conversation.transcript]}


@router.delete("/sessions/{session_id}", status_code=204)
async def forget_session(session_id: SessionId, serving: ServingHere) -> Response:
    """Forget the conversation; what it cost stays in the ledger."""
    run = serving.runs.current(session_id)
    if run is not None:
        message = "A run is going on in this session: cancel it first."
        raise AgentError(message, error_type="run_in_progress", status=409, run_id=run.run_id)
    if not await serving.agent.conversations.forget(session_id):
        raise _no_such_session()
    return Response(status_code=204)


def _no_such_session() -> AgentError:
    return AgentError("There is no such session.", error_type="no_such_session", status=404)
