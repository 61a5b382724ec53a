"""What a client may say on the WebSocket."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from .bodies import MAX_MESSAGE
from .errors import AgentError

# 32,000 characters, all of them written as two \uXXXX, and the rest of the message.
MAX_FRAME = 500_000


class Message(BaseModel):
    """A message for the agent."""

    type: Literal["message"]
    message: str = Field(min_length=1, max_length=MAX_MESSAGE)
    client_message_id: str | None = Field(None, min_length=1, max_length=128)
    on_busy: Literal["reject", "interrupt", "enqueue"] = "reject"


class Cancel(BaseModel):
    """Stop a run; the session's own where none is named."""

    type: Literal["cancel"]
    run_id: str | None = None


class Resume(BaseModel):
    """Go on with a run after an event."""

    type: Literal["resume"]
    run_id: str
    after: int = Field(0, ge=0)


class Ping(BaseModel):
    """Is anybody there?"""

    type: Literal["ping"]


class ToolResult(BaseModel):
    """The answer to a `tool_waiting`."""

    type: Literal["tool_result"]
    call_id: str
    output: Any = None
    error: str | None = Field(None, max_length=MAX_MESSAGE)


ClientMessage = Message | Cancel | Resume | Ping | ToolResult
_TYPES: dict[str, type[ClientMessage]] = {
    "message": Message,
    "cancel": Cancel,
    "resume": Resume,
    "ping": Ping,
    "tool_result": ToolResult,
}


def parse_message(text: str | None) -> ClientMessage:
    if text is None:
        raise _bad("Messages are text, not binary.")
    if len(text) > MAX_FRAME:
        message = f"The message is larger than {MAX_FRAME} characters."
        raise AgentError(message, error_type="too_large", status=413)
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise _bad("The message is not JSON.") from None
    named = values.get("type") if isinstance(values, dict) else None
    kind = _TYPES.get(named) if isinstance(named, str) else None
    if kind is None:
        raise _bad(f'A message is an object whose "type" is one of {", ".join(_TYPES)}.')
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _bad(f'"{place}": {first["msg"]}') from None


def _bad(message: str) -> AgentError:
    return AgentError(message, error_type="bad_message", status=422)
