"""One tool call: its events, its time limit, and a failure that the model is told and the run survives."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

from langchain_core.messages import ToolMessage
from langgraph.errors import GraphBubbleUp
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import Command

from .errors import AgentError, redact
from .run_context import RunContext

MAX_LENGTH = 500

Answer = ToolMessage | Command[object]
ToolHandler = Callable[[ToolCallRequest], Awaitable[Answer]]


async def call_tool(request: ToolCallRequest, handler: ToolHandler, limit: float) -> Answer:
    run = cast(RunContext, request.runtime.context)
    if run.stopped:
        raise asyncio.CancelledError
    call = request.tool_call
    name, call_id = call["name"], call["id"] or ""
    run.handler.start_tool(name, call["args"], call_id)
    try:
        async with asyncio.timeout(limit) as run.tool_limits[call_id]:
            answer = await handler(request)
    except GraphBubbleUp:
        raise
    except Exception as error:  # noqa: BLE001 (a tool may raise anything, and none of it ends the run)
        message, error_type = explain_tool_error(error, limit)
        run.handler.fail_tool(name, message, error_type, call_id)
        return ToolMessage(message, tool_call_id=call_id, name=name, status="error")
    if not isinstance(answer, ToolMessage):
        run.handler.end_tool(name, "", call_id)
    elif answer.status == "error":
        run.handler.fail_tool(name, answer.text, "invalid_arguments", call_id)
    else:
        run.handler.end_tool(name, answer.content, call_id)
    return answer


def explain_tool_error(error: Exception, timeout: float) -> tuple[str, str]:
    """What the model and the user are told: a sentence and an error type."""
    if isinstance(error, AgentError):
        return error.message, error.error_type
    if isinstance(error, NotImplementedError):
        return str(error) or "This tool is not implemented.", "not_implemented"
    if isinstance(error, TimeoutError):
        return f"The tool did not answer within {timeout:g} s.", "timeout"
    text = redact(f"{type(error).__name__}: {error}")
    return text[:MAX_LENGTH], "tool_failed"
