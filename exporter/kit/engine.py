"""One run of a LangChain agent as events: the innermost middleware streams the chat model itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    ToolMessage,
    message_chunk_to_message,
)
from langchain_core.runnables import RunnableBinding, RunnableConfig
from langgraph.config import get_config
from langgraph.errors import GraphBubbleUp
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import Command

from .budget import Budget
from .errors import PartialAnswerError, classify
from .stream_handler import StreamingCallbackHandler, text_of
from .tool_errors import explain_tool_error
from .usage import RequestUsage, RunUsage, read_usage

__all__ = ["RunContext", "StreamingCallbackHandler", "StreamingMiddleware", "count_usage", "stream_agent"]

try:
    from .callbacks import CostTrackingHandler
except ImportError:  # the owner of the project may do without costs
    CostTrackingHandler = None  # type: ignore[assignment, misc]

logger = logging.getLogger(__name__)

Graph = CompiledStateGraph[Any, Any, Any, Any]


@dataclass
class RunContext:
    """What the middleware and the tools of one run share; tools get it as `runtime.context`."""

    run_id: str
    session_id: str
    handler: StreamingCallbackHandler
    ask: Callable[[str, Any, str], Awaitable[Any]] | None = None
    stopped: bool = False
    broken: PartialAnswerError | None = None
    context: list[BaseMessage] = field(default_factory=list)
    said_before: int = 0

    def partial_text(self) -> str:
        """What the model request that was going on last has said."""
        return "".join(self.handler.said[self.said_before :])


class StreamingMiddleware(AgentMiddleware[Any, RunContext, Any]):
    """Has to be the last middleware: what stands outside it never sees an answer of which a part was shown.

    A tool that is not `async` runs in a thread, which neither the timeout nor a cancelled run can stop.
    """

    def __init__(self, tool_timeout: float = 30.0, stall_timeout: float = 60.0) -> None:
        super().__init__()
        self.tool_timeout = tool_timeout
        self.stall_timeout = stall_timeout

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        run = request.runtime.context
        if run.broken is not None:
            raise run.broken
        messages: list[BaseMessage] = [*request.messages]
        run.context = [*messages]
        run.said_before = len(run.handler.said)
        if request.system_message is not None:
            messages.insert(0, request.system_message)
        metadata = request.model.metadata or {}
        usage = run.handler.start_request(model_name(request.model), metadata.get("price_provider"), messages)
        chunks: list[BaseMessage] = []
        try:
            await self._stream(request, messages, run, usage, chunks)
        except BaseException as error:
            self._end_early(run, usage, chunks, error)
            raise
        message = _merge(chunks)
        run.handler.end_request(usage, message.text, read_usage(message.usage_metadata))
        return ModelResponse(result=[message])

    async def _stream(
        self,
        request: ModelRequest[RunContext],
        messages: list[BaseMessage],
        run: RunContext,
        usage: RequestUsage,
        chunks: list[BaseMessage],
    ) -> None:
        model, options = _bind(request)
        config = _config_without(run.handler.usage)
        loop = asyncio.get_running_loop()
        async with (
            asyncio.timeout(self.stall_timeout) as stall,
            aclosing(model.astream(messages, config, **options)) as stream,
        ):
            async for chunk in stream:
                now = loop.time()
                if stall.when() - now < self.stall_timeout - 1:  # type: ignore[operator]
                    stall.reschedule(now + self.stall_timeout)
                chunks.append(chunk)
                text = chunk.content if isinstance(chunk.content, str) else text_of(chunk.content)
                if text:
                    run.handler.add_text(usage, text)
                elif isinstance(chunk, AIMessageChunk):
                    for call in chunk.tool_call_chunks:
                        run.handler.usage.add_delta(usage, call["args"] or call["name"] or "")

    def _end_early(
        self, run: RunContext, usage: RequestUsage, chunks: list[BaseMessage], error: BaseException
    ) -> None:
        """Enter what is known of a request that did not end well."""
        shown = usage.completion_estimate > 0
        if shown or isinstance(error, asyncio.CancelledError | TimeoutError):
            run.handler.usage.end_request(usage, None)
        else:
            run.handler.usage.drop_request(usage)
        if shown and isinstance(error, Exception):
            known = classify(error)
            run.broken = PartialAnswerError(known.message, error_type=known.error_type, status=known.status)
            raise run.broken from error

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]],
    ) -> ToolMessage | Command[Any]:
        run = cast(RunContext, request.runtime.context)
        if run.stopped:
            raise asyncio.CancelledError
        call = request.tool_call
        name, call_id = call["name"], call["id"] or ""
        run.handler.start_tool(name, call["args"], call_id)
        try:
            async with asyncio.timeout(self.tool_timeout):
                answer = await handler(request)
        except GraphBubbleUp:
            raise
        except Exception as error:  # noqa: BLE001 (a tool may raise anything, and none of it ends the run)
            message, error_type = explain_tool_error(error, self.tool_timeout)
            run.handler.fail_tool(name, message, error_type, call_id)
            return ToolMessage(message, tool_call_id=call_id, name=name, status="error")
        if isinstance(answer, ToolMessage) and answer.status == "error":
            run.handler.fail_tool(name, answer.text, "invalid_arguments", call_id)
        else:
            run.handler.end_tool(name, answer.content if isinstance(answer, ToolMessage) else "", call_id)
        return answer


async def stream_agent(
    graph: Graph,
    messages: Sequence[BaseMessage],
    run: RunContext,
    callbacks: Sequence[BaseCallbackHandler] = (),
) -> list[BaseMessage]:
    """Run the agent; events go to the run's handler. Returns what the model should see next time."""
    handlers = [*callbacks]
    if isinstance(run.handler.usage, BaseCallbackHandler):
        handlers.append(run.handler.usage)
    config: RunnableConfig = {"callbacks": handlers, "recursion_limit": 1000}
    result = await graph.ainvoke({"messages": [*messages]}, config, context=run)
    context: list[BaseMessage] = result["messages"]
    return context


def count_usage(provider: str | None, model: str, budget: Budget | None = None) -> RunUsage:
    """What counts the tokens of a run, and its costs where callbacks.py is there."""
    if CostTrackingHandler is None:
        logger.warning("callbacks.py is missing: runs go on, and their costs are not counted")
        return RunUsage(model)
    return CostTrackingHandler(provider, model, budget)


def model_name(model: Any) -> str:
    """The chat model's name, whose attribute differs from provider to provider."""
    for attribute in ("model_name", "model", "deployment_name"):
        name = getattr(model, attribute, None)
        if isinstance(name, str) and name:
            return name.removeprefix("models/")
    return type(model).__name__


def _bind(request: ModelRequest[RunContext]) -> tuple[Any, dict[str, Any]]:
    """The chat model itself and the arguments bound to it: one generator less for each token to pass."""
    if not request.tools:
        return request.model, dict(request.model_settings)
    bound = request.model.bind_tools(request.tools, tool_choice=request.tool_choice, **request.model_settings)
    options: dict[str, Any] = {}
    model: Any = bound
    while isinstance(model, RunnableBinding):
        options = {**model.kwargs, **options}
        model = model.bound
    return model, options


def _config_without(usage: object) -> RunnableConfig:
    """The run's config without its cost callback: for a request that the engine counts itself."""
    config = get_config()
    manager = config.get("callbacks")
    if manager is None or isinstance(manager, list) or not isinstance(usage, BaseCallbackHandler):
        return config
    manager = manager.copy()
    manager.remove_handler(usage)
    return {**config, "callbacks": manager}


def _merge(chunks: list[BaseMessage]) -> AIMessage:
    pieces = [chunk for chunk in chunks if isinstance(chunk, AIMessageChunk)]
    if not pieces:
        [whole] = chunks  # a chat model that cannot stream answers with one message
        assert isinstance(whole, AIMessage)
        return whole
    merged = message_chunk_to_message(pieces[0] + pieces[1:])
    assert isinstance(merged, AIMessage)
    return merged
