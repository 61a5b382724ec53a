"""What all agents have cost: for whoever pays."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from agents_runtime.database import in_database
from agents_runtime.errors import not_signed_in
from agents_runtime.ledger_export import By, entries_over_agents, sums_by

router = Router(tags=["ledger"])


@router.get("/sums", response=dict[str, Any], summary="Sums of the ledger, over all agents")
async def sums(request: HttpRequest, by: By) -> dict[str, Any]:
    """Tokens and costs of all periods, by run, session, agent, person or day; without the demo model.

    Of the caller's own sessions, and of everybody's in the workspaces that the caller owns; by run only of
    the caller's own, since whoever knows a run's id may follow and stop it. A session comes with its agent
    and person, an agent with its workspace: several may have one name.
    """
    user = await request.auser()
    if not user.is_authenticated:
        raise not_signed_in()
    return {"sums": await in_database(lambda: sums_by(entries_over_agents(user), by, user))}
