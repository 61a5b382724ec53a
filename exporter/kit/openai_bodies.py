"""What an OpenAI client sends, as far as it concerns the agent."""

from __future__ import annotations

from typing import Any, Literal

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, Field

from .bodies import MAX_MESSAGE
from .errors import AgentError


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


def read_conversation(body: CompletionRequest) -> tuple[list[BaseMessage], str]:
    """The history, and the message to answer."""
    if body.tools:
        raise _refused("The tools of this agent are its own: leave out `tools`.")
    *earlier, last = body.messages
    if last.role != "user":
        raise _refused("The last message has to be the user's.")
    message = _text(last)
    if not 1 <= len(message) <= MAX_MESSAGE:
        raise _refused(f"The last message has to have 1 to {MAX_MESSAGE} characters.")
    system: list[BaseMessage] = [
        SystemMessage(_text(one)) for one in earlier if one.role in {"system", "developer"}
    ]
    spoken: list[BaseMessage] = [
        HumanMessage(_text(one)) if one.role == "user" else AIMessage(_text(one))
        for one in earlier
        if one.role in {"user", "assistant"}
    ]
    return system + spoken, message


def _text(message: CompletionMessage) -> str:
    if isinstance(message.content, str) or message.content is None:
        return message.content or ""
    if any(part.get("type") != "text" for part in message.content):
        raise _refused("This agent reads text only.")
    return "".join(str(part.get("text", "")) for part in message.content)


def _refused(message: str) -> AgentError:
    return AgentError(message, error_type="invalid_request", status=400)
