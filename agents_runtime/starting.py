"""From a message of a person to the run that answers it: the session is found or opened on the way."""

from __future__ import annotations

from typing import Any, Literal
from uuid import uuid4

from agents_runtime import commands
from agents_runtime.access import SESSION_NAME, find_session_for
from agents_runtime.database import in_database
from agents_runtime.models import Run, Session
from agents_runtime.sessions import open_session
from exporter.kit.errors import AgentError

SESSION_NAME_RULE = "A session_id has 1 to 128 characters of A-Z a-z 0-9 . _ : -"


def new_session_name() -> str:
    return f"s-{uuid4().hex}"


def check_session_name(name: str) -> None:
    if not SESSION_NAME.fullmatch(name):
        raise AgentError(SESSION_NAME_RULE, error_type="invalid_request", status=422)


async def session_for(user: Any, agent: Any, name: str | None) -> Session:
    """The session of that name that the person may use; where there is none, a new one of theirs."""
    name = name or new_session_name()
    check_session_name(name)
    return await in_database(_session_for, user, agent, name)


def _session_for(user: Any, agent: Any, name: str) -> Session:
    found = find_session_for(user, agent, name)
    if found is not None:
        return found
    newest = agent.revisions.order_by("-number").first()
    return open_session(agent, newest, user.pk, name)


async def start_message(
    user: Any,
    agent: Any,
    session_name: str | None,
    message: str,
    *,
    client_message_id: str | None = None,
    on_busy: Literal["reject", "interrupt", "enqueue"] = "reject",
    history: str | None = None,
) -> Run:
    session = await session_for(user, agent, session_name)
    run = await commands.start(
        session, user.pk, message, client_message_id=client_message_id, on_busy=on_busy, history=history
    )
    run.session = session
    return run
