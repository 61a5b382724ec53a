"""What was used, in the current period."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from .bodies import SESSION_ID, CostSummaryBody, ErrorBody, ResetBody
from .serving import ServingHere

router = APIRouter(tags=["costs"], responses={"4XX": {"model": ErrorBody}})

SessionQuery = Annotated[str | None, Query(pattern=SESSION_ID)]


@router.get("/cost-summary", response_model=CostSummaryBody)
async def cost_summary(serving: ServingHere, session_id: SessionQuery = None) -> dict[str, Any]:
    """Of one session, or of all."""
    return (await serving.ledger.summary(session_id)).as_dict()


@router.post("/cost-summary/reset", response_model=ResetBody)
async def reset_costs(serving: ServingHere, session_id: SessionQuery = None) -> dict[str, Any]:
    """Begin a new period; the ledger keeps the old one."""
    closed = await serving.ledger.reset(session_id)
    serving.runs.answering.forget_spent(await serving.ledger.spent())
    return {**(await serving.ledger.summary(session_id)).as_dict(), "closed": closed.as_dict()}
