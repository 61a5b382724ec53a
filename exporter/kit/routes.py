"""The routes beside the chat: costs, conversations, liveness, and the cookie that browsers need."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from .agent_definition import unpriced_budget
from .bodies import SESSION_ID, CostSummaryBody, ErrorBody, Health, ResetBody, SessionBody, SessionList
from .errors import AgentError
from .security import COOKIE, COOKIE_SECONDS
from .serving import ServingHere

CHECK_TIMEOUT = 5.0

costs = APIRouter(tags=["costs"], responses={"4XX": {"model": ErrorBody}})
sessions = APIRouter(tags=["sessions"], responses={"4XX": {"model": ErrorBody}, "5XX": {"model": ErrorBody}})
server = APIRouter(tags=["server"])

SessionQuery = Annotated[str | None, Query(pattern=SESSION_ID)]
SessionId = Annotated[str, Path(pattern=SESSION_ID)]


@costs.get("/cost-summary", response_model=CostSummaryBody)
async def cost_summary(serving: ServingHere, session_id: SessionQuery = None) -> dict[str, Any]:
    """Of one session, or of all."""
    return (await serving.ledger.summary(session_id)).as_dict()


@costs.post("/cost-summary/reset", response_model=ResetBody)
async def reset_costs(serving: ServingHere, session_id: SessionQuery = None) -> dict[str, Any]:
    """Begin a new period; the ledger keeps the old one."""
    closed = await serving.ledger.reset(session_id)
    serving.runs.answering.forget_spent(await serving.ledger.spent())
    return {**(await serving.ledger.summary(session_id)).as_dict(), "closed": closed.as_dict()}


@sessions.get("/sessions", response_model=SessionList)
async def list_sessions(serving: ServingHere) -> dict[str, Any]:
    """The sessions, the newest first."""
    return {"sessions": [asdict(session) for session in await serving.agent.conversations.list_sessions()]}


@sessions.get("/sessions/{session_id}", response_model=SessionBody)
async def get_session(session_id: SessionId, serving: ServingHere) -> dict[str, Any]:
    """One session with its messages."""
    conversation = await serving.agent.conversations.load(session_id)
    if not conversation.transcript:
        raise _no_such_session()
    return {"session_id": session_id, "messages": [asdict(message) for message in conversation.transcript]}


@sessions.delete("/sessions/{session_id}", status_code=204)
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


@server.get("/health", response_model=Health, responses={503: {"model": Health}})
async def health(response: Response, serving: ServingHere) -> dict[str, Any]:
    """Whether the server can work: 503 and a sentence where a part cannot."""
    parts = {"conversations": serving.agent.conversations.check, **serving.agent.checks}
    sentences = await asyncio.gather(*(_sentence(check) for check in parts.values()))
    checks = dict(zip(parts, sentences, strict=True))
    well = all(sentence == "ok" for sentence in sentences)
    gap = unpriced_budget(serving.agent)
    if not well:
        response.status_code = 503
    return {
        "status": "ok" if well else "degraded",
        "agent": serving.agent.name,
        "version": serving.agent.version,
        "checks": checks,
        "running": serving.runs.running,
        "warnings": [gap] if gap is not None else [],
    }


@server.post("/auth", status_code=204, responses={401: {"model": ErrorBody}})
async def sign_in(request: Request, serving: ServingHere) -> Response:
    """Trade the API key (`Authorization: Bearer …`) for the cookie that EventSource and WebSocket send."""
    serving.access.check_key(request.headers)
    answer = Response(status_code=204)
    if serving.access.api_key is not None:
        secure = request.url.scheme == "https"
        # Pages of the origins that CORS allows send it too; browsers let them over TLS only.
        shared = secure and bool(serving.access.origins)
        answer.set_cookie(
            COOKIE,
            serving.access.make_cookie(),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="none" if shared else "strict",
            secure=secure,
        )
    return answer


async def _sentence(check: Any) -> str:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT):
            await check()
    except AgentError as error:
        return error.message
    except TimeoutError:
        return f"No answer within {CHECK_TIMEOUT:g} s."
    return "ok"
