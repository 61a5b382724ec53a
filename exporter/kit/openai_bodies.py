"""OpenAI's bodies: what a client sends to /v1/chat/completions, and what it reads there."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from .bodies import MAX_MESSAGE
from .errors import AgentError
from .events import CostSummary


class StreamOptions(BaseModel):
    """How to stream."""

    include_usage: bool = False


class CompletionMessage(BaseModel):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[dict[str, Any]] | None = None


class CompletionRequest(BaseModel):
    """OpenAI's body; other fields are accepted and left to the agent."""

    messages: list[CompletionMessage] = Field(min_length=1, max_length=2_000)
    model: str = ""
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    tools: list[Any] | None = None


def openai_error(error: AgentError) -> dict[str, Any]:
    """OpenAI's shape of an error."""
    kind = "invalid_request_error" if error.status in {400, 404, 413, 422} else error.error_type
    return {"error": {"message": error.message, "type": kind, "param": None, "code": error.error_type}}


def openai_usage(summary: CostSummary) -> dict[str, Any]:
    return {
        "prompt_tokens": summary.prompt_tokens,
        "completion_tokens": summary.completion_tokens,
        "total_tokens": summary.total_tokens,
        "prompt_tokens_details": {"cached_tokens": summary.cached_tokens},
        "completion_tokens_details": {"reasoning_tokens": summary.reasoning_tokens},
    }


def read_conversation(body: CompletionRequest) -> tuple[list[tuple[str, str]], str]:
    """The history as pairs of role ("system", "user", "assistant") and text, and the message to answer."""
    if body.tools:
        raise _refused("The tools of this agent are its own: leave out `tools`.")
    *earlier, last = body.messages
    if last.role != "user":
        raise _refused("The last message has to be the user's.")
    message = _text(last)
    if not 1 <= len(message) <= MAX_MESSAGE:
        raise _refused(f"The last message has to have 1 to {MAX_MESSAGE} characters.")
    said = [("system" if one.role == "developer" else one.role, _text(one)) for one in earlier]
    system = [one for one in said if one[0] == "system"]
    return [*system, *(one for one in said if one[0] != "system")], message


def _text(message: CompletionMessage) -> str:
    if isinstance(message.content, str) or message.content is None:
        return message.content or ""
    if any(part.get("type") != "text" for part in message.content):
        raise _refused("This agent reads text only.")
    return "".join(str(part.get("text", "")) for part in message.content)


def _refused(message: str) -> AgentError:
    return AgentError(message, error_type="invalid_request", status=400)
