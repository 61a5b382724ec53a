"""What the playground's page asks and sets: model, tools, variables, limits, the ledger as a file."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from agents_runtime import playground
from agents_runtime.access import check_owner, get_agent_for, get_run_for, get_session_for
from agents_runtime.database import in_database
from agents_runtime.ledger_export import By, entries_of, ledger_csv, ledger_rows, sums_by
from agents_runtime.starting import session_for
from studio.api.shapes import ErrorAnswer

router = Router(tags=["playground"])


class Mock(Schema):
    """What a mocked tool answers, and after how long."""

    kind: Literal["text", "json", "failure"] = "text"
    content: str = Field("", max_length=100_000)
    delay_ms: int = Field(0, ge=0, le=60_000)


class ToolChoiceBody(Schema):
    """How a tool runs in the playground; kept with the agent."""

    choice: Literal["mock", "ask", "unset"]
    mock: Mock | None = None


class SessionSettings(Schema):
    """Of one session: variables are kept encrypted and never told again; null takes one away."""

    variables: dict[str, str | None] = Field(default_factory=dict, max_length=100)
    model: Literal["auto", "demo"] | None = None


@router.get("/{name}", response={200: dict[str, Any], 404: ErrorAnswer}, summary="What an agent needs to run")
async def show(request: HttpRequest, name: str, session_id: str | None = None) -> dict[str, Any]:
    """Which model answers and why, how each tool runs, which variables there are, limits and costs."""
    user = await request.auser()
    agent = await in_database(get_agent_for, user, name)
    return await playground.describe(user, agent, session_id)


@router.put(
    "/{name}/tools/{tool}", response={200: dict[str, Any], 422: ErrorAnswer}, summary="Choose a tool's answer"
)
async def choose_tool(request: HttpRequest, name: str, tool: str, body: ToolChoiceBody) -> dict[str, Any]:
    """A mock, a person who is asked, or neither."""
    user = await request.auser()
    agent = await in_database(get_agent_for, user, name, to_change=True)
    mock = body.mock or Mock(kind="text", content="", delay_ms=0)
    await in_database(
        playground.choose_tool, agent, tool, body.choice, mock.kind, mock.content, mock.delay_ms
    )
    return await playground.describe(user, agent, None)


@router.put(
    "/{name}/sessions/{session_id}/settings", response={200: dict[str, Any]}, summary="Set up a session"
)
async def set_up(request: HttpRequest, name: str, session_id: str, body: SessionSettings) -> dict[str, Any]:
    """Variables and the model of one session, which is made where it is new."""
    user = await request.auser()
    agent = await in_database(get_agent_for, user, name)
    session = await session_for(user, agent, session_id)
    check_owner(user, session)
    await in_database(playground.set_up_session, session, body.variables, body.model)
    return await playground.describe(user, agent, session_id)


@router.get("/{name}/runs/{run_id}/requests", response=dict[str, Any], summary="What was sent to the model")
async def requests(request: HttpRequest, name: str, run_id: str) -> dict[str, Any]:
    """Each model request of a run: system prompt, messages, tools; and its lines of the ledger."""
    user = await request.auser()
    agent = await in_database(get_agent_for, user, name)
    run = await in_database(get_run_for, user, agent, run_id)
    return await in_database(playground.requests_of, run.id)


@router.get("/{name}/runs/{run_id}/events", response=dict[str, Any], summary="The stored events of a run")
async def events(request: HttpRequest, name: str, run_id: str) -> dict[str, Any]:
    """In order; empty when they are past their retention."""
    user = await request.auser()
    agent = await in_database(get_agent_for, user, name)
    run = await in_database(get_run_for, user, agent, run_id)
    return await in_database(playground.events_of, run.id)


@router.get("/{name}/ledger", response={200: dict[str, Any]}, summary="The ledger, as JSON or CSV")
async def ledger(
    request: HttpRequest, name: str, session_id: str | None = None, format: Literal["json", "csv"] = "json"
) -> Any:
    """Every entry of the caller's sessions, of all periods; `session_id` limits it to one.

    Of a session that is somebody else's, the entries are without their run's id.
    """
    user = await request.auser()
    agent = await in_database(get_agent_for, user, name)
    session = await in_database(get_session_for, user, agent, session_id) if session_id else None
    rows = await in_database(ledger_rows, user, agent, session)
    if format == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{agent.name}-ledger.csv"'}
        return HttpResponse(ledger_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)
    return {"entries": rows}


@router.get("/{name}/ledger/sums", response=dict[str, Any], summary="Sums of the ledger")
async def sums(request: HttpRequest, name: str, by: By, session_id: str | None = None) -> dict[str, Any]:
    """Tokens and costs of all periods, by run, session, agent, person or day; without the demo model.

    By run only of the caller's own sessions. A session comes with its agent and person, an agent with its
    workspace: several may have one name.
    """
    user = await request.auser()
    agent = await in_database(get_agent_for, user, name)
    session = await in_database(get_session_for, user, agent, session_id) if session_id else None
    return {"sums": await in_database(sums_by, entries_of(user, agent, session), by, user)}
