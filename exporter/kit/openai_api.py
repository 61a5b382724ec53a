"""POST /v1/chat/completions: any client of OpenAI's API can talk to the agent.

The client sends the whole conversation each time, so nothing is remembered here. To close the connection is
the only way it has to stop an answer, so it does. What is the agent's (model, temperature) stays as it is.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any, Literal

from fastapi import APIRouter, Request
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from .bodies import MAX_MESSAGE
from .chat_routes import wait_for_end
from .errors import AgentError
from .events import CostSummary, encode_json
from .run import Run
from .serving import ServingHere, new_session_id

router = APIRouter(prefix="/v1", tags=["openai"])

HEARTBEAT = b": heartbeat\n\n"


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


@router.post("/chat/completions", response_model=None)
async def complete(
    body: CompletionRequest, request: Request, serving: ServingHere
) -> Response | dict[str, Any]:
    """OpenAI's chat completions, streamed or whole."""
    history, message = read_conversation(body)
    run = await serving.runs.start(new_session_id(), message, history=history, grace_seconds=0.0)
    head = {"id": f"chatcmpl-{run.run_id}", "created": int(time.time()), "model": serving.agent.name}
    if body.stream:
        include_usage = body.stream_options is not None and body.stream_options.include_usage
        return StreamingResponse(
            _chunks(run, {**head, "object": "chat.completion.chunk"}, include_usage),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"},
        )
    await wait_for_end(run, request)
    failed = _failure(run)
    if failed is not None:
        raise failed
    answer = {"role": "assistant", "content": "".join(run.context.handler.said), "refusal": None}
    return {
        **head,
        "object": "chat.completion",
        "choices": [{"index": 0, "message": answer, "finish_reason": "stop", "logprobs": None}],
        "usage": _usage(run.summary),
    }


async def _chunks(run: Run, head: dict[str, Any], include_usage: bool) -> AsyncIterator[bytes]:
    """Errors come within the stream, as OpenAI sends them: the client raises them."""
    extra: dict[str, Any] = {"usage": None} if include_usage else {}

    def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _data({**head, "choices": [choice], **extra})

    with run.view() as viewer:
        run.release()
        yield chunk({"role": "assistant", "content": ""})
        told = 0
        while await viewer.read() is not None:
            said = run.context.handler.said
            text = "".join(said[told:])
            told = len(said)
            yield chunk({"content": text}) if text else HEARTBEAT
    failed = _failure(run)
    if failed is not None:
        yield _data(openai_error(failed))
        return
    yield chunk({}, "stop")
    if include_usage:
        yield _data({**head, "choices": [], "usage": _usage(run.summary)})
    yield b"data: [DONE]\n\n"


def _failure(run: Run) -> AgentError | None:
    if run.error is None and run.state == "cancelled":
        return AgentError("The run was cancelled.", error_type="cancelled", status=409)
    return run.error


def openai_error(error: AgentError) -> dict[str, Any]:
    """OpenAI's shape of an error."""
    kind = "invalid_request_error" if error.status in {400, 404, 413, 422} else error.error_type
    return {"error": {"message": error.message, "type": kind, "param": None, "code": error.error_type}}


def _usage(summary: CostSummary) -> dict[str, Any]:
    return {
        "prompt_tokens": summary.prompt_tokens,
        "completion_tokens": summary.completion_tokens,
        "total_tokens": summary.total_tokens,
        "prompt_tokens_details": {"cached_tokens": summary.cached_tokens},
        "completion_tokens_details": {"reasoning_tokens": summary.reasoning_tokens},
    }


def _data(values: dict[str, Any]) -> bytes:
    return f"data: {encode_json(values)}\n\n".encode()


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
