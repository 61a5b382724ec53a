"""Liveness, and the cookie that browsers need."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from .agent_definition import unpriced_budget
from .bodies import ErrorBody, Health
from .errors import AgentError
from .security import COOKIE, COOKIE_SECONDS
from .serving import ServingHere

CHECK_TIMEOUT = 5.0

router = APIRouter(tags=["server"])


@router.get("/health", response_model=Health, responses={503: {"model": Health}})
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


@router.post("/auth", status_code=204, responses={401: {"model": ErrorBody}})
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
