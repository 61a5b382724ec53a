"""What the playground's page shows of an agent before anybody says anything, and what can be set there."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from agents_runtime.access import find_session_for
from agents_runtime.budgets import spent, used_today
from agents_runtime.database import in_database
from agents_runtime.event_log import stored_events
from agents_runtime.manifest_variables import variables_of
from agents_runtime.model_choice import choose_model
from agents_runtime.models import LedgerEntry, LedgerReset, ModelRequest, Session, ToolChoice
from agents_runtime.plans import plan_text
from agents_runtime.preparing import surroundings_of
from agents_runtime.price_list import price_of
from agents_runtime.prices import own_prices
from agents_runtime.sessions import set_model
from agents_runtime.storable import check_storable
from agents_runtime.variables import read_variables, set_variables
from agents_runtime.views.costs import period_summary, total_summary
from exporter.agent_plan import AgentPlan, FunctionTool
from exporter.kit.errors import AgentError

# The page shows the same before anything is saved.
STARTERS = (
    "What can you do for me?",
    "Show me which tools you use, and for what.",
    "What do you never do?",
)


async def describe(user: Any, agent: Any, session_name: str | None) -> dict[str, Any]:
    """For a session, the revision that it runs; else the newest."""
    facts = await in_database(_read, user, agent, session_name)
    session, plan = facts.pop("session"), facts.pop("plan")
    if plan is None:
        return {**facts, "model": None, "tools": [], "variables": [], "limits": [], "starters": []}
    typed = await in_database(read_variables, session) if session else {}
    choice = await choose_model(plan.chat_model, surroundings_of(typed), demo=bool(session and session.demo))
    named = plan.chat_model.model
    name = named if isinstance(named, str) else typed.get(named.variable, named.default or "")
    return {
        **facts,
        "model": {
            "provider": plan.chat_model.provider,
            "name": name,
            "demo": choice.demo,
            "chosen": bool(session and session.demo),
            "why": choice.why,
            "key_variable": choice.key_variable,
        },
        "tools": await in_database(_tools, agent, plan, demo=choice.demo),
        "variables": variables_of(plan, typed, choice.key_variable),
        "limits": await in_database(_limits, agent, plan, name),
        "starters": [*STARTERS],
    }


def _read(user: Any, agent: Any, session_name: str | None) -> dict[str, Any]:
    session = find_session_for(user, agent, session_name) if session_name else None
    revision = session.revision if session else agent.revisions.order_by("-number").first()
    planned = plan_text(revision.text, revision.document)
    return {
        "agent": agent.name,
        "title": agent.title,
        "revision": revision.number,
        "exportable": planned.plan is not None,
        "problems": planned.problems,
        "period": period_summary(user, agent, session_name if session else None),
        "costs": _costs(agent, session),
        "session": session,
        "plan": planned.plan,
    }


def _costs(agent: Any, session: Session | None) -> dict[str, Any]:
    """Of all periods of a session, and since when its current one runs; None where nothing was reset."""
    if session is None:
        return {"total": None, "reset_at": None}
    reset = LedgerReset.objects.filter(session=session, period=session.period).first()
    return {
        "total": total_summary(Session.objects.filter(pk=session.pk), agent),
        "reset_at": reset.created_at.isoformat() if reset else None,
    }


def _tools(agent: Any, plan: AgentPlan, *, demo: bool) -> list[dict[str, Any]]:
    chosen = {one.tool: one for one in ToolChoice.objects.filter(agent=agent)}
    tools = [
        _tool(tool.original_name, "function" if isinstance(tool, FunctionTool) else "http", tool.description)
        for tool in plan.tools
    ]
    tools += [_mcp(server.name, server.transport) for server in plan.mcp_servers]
    for tool in tools:
        choice = chosen.get(tool["name"])
        if choice is not None and tool["kind"] != "mcp":
            tool["runs"] = choice.choice
            mock = {"kind": choice.kind, "content": choice.content, "delay_ms": choice.delay_ms}
            tool["mock"] = mock if choice.choice == "mock" else None
        elif demo and tool["runs"] != "never":
            tool["runs"] = "demo"
    return tools


def _tool(name: str, kind: str, description: str) -> dict[str, Any]:
    runs = "unset" if kind == "function" else "real"
    return {"name": name, "kind": kind, "description": description, "runs": runs, "why": "", "mock": None}


def _mcp(name: str, transport: str) -> dict[str, Any]:
    shape = _tool(name, "mcp", f"The tools of the MCP server {name}.")
    if transport == "stdio":
        why = "It is started as a command, which only an exported project does."
        shape |= {"runs": "never", "why": why}
    return shape


def _limits(agent: Any, plan: AgentPlan, model: str) -> list[dict[str, Any]]:
    """Those of money and tokens; all but the one of a request count the agent's sessions together.

    `alert` is where the manifest wants people to look; without a price money is not `counted`. Money is text.
    """
    limits, rows = plan.limits, []
    priced = price_of(plan.chat_model.provider, model, own_prices()) is not None
    if limits.budget is not None or limits.budget_alert is not None:
        rows.append(_limit("period", "money", limits.budget, spent(agent.pk), limits.budget_alert))
    today = used_today(agent.pk)
    if limits.budget_per_day is not None:
        rows.append(_limit("day", "money", limits.budget_per_day, today.money))
    if limits.max_tokens_per_day is not None:
        rows.append(_limit("day", "tokens", limits.max_tokens_per_day, today.tokens))
    if limits.max_tokens_per_request is not None:
        rows.append(_limit("request", "tokens", limits.max_tokens_per_request, None))
    return [{**row, "counted": priced or row["unit"] == "tokens"} for row in rows]


def _limit(of: str, unit: str, most: Any, used: Any, alert: Any = None) -> dict[str, Any]:
    written = [f"{each:f}" if isinstance(each, Decimal) else each for each in (most, used, alert)]
    return {"of": of, "unit": unit, **dict(zip(("most", "used", "alert"), written, strict=True))}


def choose_tool(agent: Any, tool: str, choice: str, kind: str, content: str, delay_ms: int) -> None:
    """Kept with the agent, for all who try it."""
    check_storable(content + tool, "mock")
    if choice == "unset":
        ToolChoice.objects.filter(agent=agent, tool=tool[:128]).delete()
        return
    if choice == "mock" and kind == "json":
        try:
            json.loads(content)
        except ValueError as error:
            message = f"The mock's answer is not JSON: {error}."
            raise AgentError(message, error_type="invalid_request", status=422) from None
    values = {"choice": choice, "kind": kind, "content": content, "delay_ms": delay_ms}
    ToolChoice.objects.update_or_create(agent=agent, tool=tool[:128], defaults=values)


def set_up_session(session: Session, variables: dict[str, str | None], model: str | None) -> None:
    if variables:
        set_variables(session, variables)
    if model is not None:
        set_model(session, demo=model == "demo")


def requests_of(run_id: str) -> dict[str, Any]:
    requests = ModelRequest.objects.filter(run_id=run_id).order_by("number")
    entries = LedgerEntry.objects.filter(run_id=run_id).order_by("request", "correction")
    return {
        "requests": [{"number": one.number, **json.loads(one.sent)} for one in requests],
        "entries": [
            {
                "request": one.request,
                "state": one.state,
                "demo": one.demo,
                "model": one.model,
                "prompt_tokens": one.prompt_tokens,
                "cached_tokens": one.cached_tokens,
                "completion_tokens": one.completion_tokens,
                "reasoning_tokens": one.reasoning_tokens,
                "cost": None if one.cost is None else f"{one.cost:f}",
                "unit_prices": one.unit_prices,
                "price": one.price_version,
                "price_date": one.price_date.isoformat() if one.price_date else None,
            }
            for one in entries
        ],
    }


def events_of(run_id: str) -> dict[str, Any]:
    return {"events": [json.loads(text) for _, text in stored_events(run_id)]}
