"""POST /v1/chat/completions: any client of OpenAI's API can talk to the agent.

The client sends the whole conversation each time, so nothing is remembered: what it sent goes when the run
ends, what was asked last and answered with the run's events (retention.py). To close the connection is the
only way it has to stop an answer, so it does.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from agents_runtime import commands
from agents_runtime.database import in_database
from agents_runtime.errors import stopping
from agents_runtime.models import Run
from agents_runtime.patience import patiently
from agents_runtime.process import this_process
from agents_runtime.runs import find_run
from agents_runtime.starting import new_session_name, start_message
from agents_runtime.views.chat import failure_of, wait_for_end
from agents_runtime.views.endpoint import endpoint, json_answer, read_body
from agents_runtime.views.streams import HEADERS, HEARTBEAT, SEND_SECONDS
from exporter.kit.events import CostSummary, encode_json
from exporter.kit.openai_bodies import CompletionRequest, openai_error, openai_usage, read_conversation

TOKEN = '{"type":"token"'
# As LangChain writes messages down: a web process need not load it for that.
KINDS = {"system": "system", "user": "human", "assistant": "ai"}


@endpoint("POST")
async def complete(request: HttpRequest, agent: Any) -> HttpResponseBase:
    """OpenAI's chat completions, streamed or whole."""
    body = read_body(request, CompletionRequest)
    said, message = read_conversation(body)
    history = json.dumps(
        [{"type": KINDS[role], "data": {"type": KINDS[role], "content": text}} for role, text in said]
    )
    user = await request.auser()
    run = await start_message(user, agent, new_session_name(), message, history=history)
    head = {"id": f"chatcmpl-{run.id}", "created": int(time.time()), "model": agent.name}
    if body.stream:
        with_usage = body.stream_options is not None and body.stream_options.include_usage
        chunks = _chunks(run, {**head, "object": "chat.completion.chunk"}, with_usage)
        frames = patiently(chunks, SEND_SECONDS)
        return StreamingHttpResponse(frames, content_type="text/event-stream", headers=HEADERS)
    try:
        ended = await wait_for_end(run)
    except BaseException:
        await commands.cancel(run.id, "abandoned")
        raise
    failed = failure_of(ended)
    if failed is not None:
        raise failed
    answer = {"role": "assistant", "content": ended.result, "refusal": None}
    return json_answer(
        {
            **head,
            "object": "chat.completion",
            "choices": [{"index": 0, "message": answer, "finish_reason": "stop", "logprobs": None}],
            "usage": _usage(ended),
        }
    )


async def _chunks(run: Run, head: dict[str, Any], with_usage: bool) -> AsyncGenerator[bytes]:
    """Errors come within the stream, as OpenAI sends them: the client raises them."""
    extra: dict[str, Any] = {"usage": None} if with_usage else {}
    process = this_process()

    def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _data({**head, "choices": [choice], **extra})

    try:
        async with commands.follow(run.id) as viewer:
            yield chunk({"role": "assistant", "content": ""})
            await commands.dispatch(run)
            while (events := await viewer.read()) is not None:
                text = "".join(json.loads(event)["token"] for _, event in events if event.startswith(TOKEN))
                yield chunk({"content": text}) if text else HEARTBEAT
                if process.stopping.is_set() and not viewer.log.closed:
                    # Nobody can come back to an answer of this kind: it would go on for nobody.
                    await commands.cancel(run.id, "abandoned")
                    yield _data(openai_error(stopping()))
                    return
    except BaseException:
        await commands.cancel(run.id, "abandoned")
        raise
    ended = await in_database(find_run, run.id)
    assert ended is not None
    failed = failure_of(ended)
    if failed is not None:
        yield _data(openai_error(failed))
        return
    yield chunk({}, "stop")
    if with_usage:
        yield _data({**head, "choices": [], "usage": _usage(ended)})
    yield b"data: [DONE]\n\n"


def _usage(run: Run) -> dict[str, Any]:
    values = json.loads(run.summary)
    values.pop("demo", None)
    return openai_usage(CostSummary(**values))


def _data(values: dict[str, Any]) -> bytes:
    return f"data: {encode_json(values)}\n\n".encode()
