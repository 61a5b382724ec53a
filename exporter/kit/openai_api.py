"""POST /v1/chat/completions: any client of OpenAI's API can talk to the agent.

The client sends the whole conversation each time, so nothing is remembered here. To close the connection is
the only way it has to stop an answer, so it does. What is the agent's (model, temperature) stays as it is.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from typing import Any

from fastapi import APIRouter, Request
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from starlette.responses import Response, StreamingResponse

from .chat_routes import wait_for_end
from .errors import AgentError
from .events import encode_json
from .openai_bodies import CompletionRequest, openai_error, openai_usage, read_conversation
from .run import Run
from .serving import ServingHere, new_session_id

router = APIRouter(prefix="/v1", tags=["openai"])

HEARTBEAT = b": heartbeat\n\n"
KINDS: dict[str, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}


@router.post("/chat/completions", response_model=None)
async def complete(
    body: CompletionRequest, request: Request, serving: ServingHere
) -> Response | dict[str, Any]:
    """OpenAI's chat completions, streamed or whole."""
    history, message = read_conversation(body)
    messages = _messages(history)
    run = await serving.runs.start(new_session_id(), message, history=messages, grace_seconds=0.0)
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
        "usage": openai_usage(run.summary),
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
        yield _data({**head, "choices": [], "usage": openai_usage(run.summary)})
    yield b"data: [DONE]\n\n"


def _failure(run: Run) -> AgentError | None:
    if run.error is None and run.state == "cancelled":
        return AgentError("The run was cancelled.", error_type="cancelled", status=409)
    return run.error


def _data(values: dict[str, Any]) -> bytes:
    return f"data: {encode_json(values)}\n\n".encode()


def _messages(history: Iterable[tuple[str, str]]) -> list[BaseMessage]:
    return [KINDS[role](text) for role, text in history]
