"""One run of a LangChain agent as events: the innermost middleware streams the chat model itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import cache
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    message_chunk_to_message,
)
from langchain_core.runnables import RunnableBinding, RunnableConfig
from langgraph.config import get_config
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt.tool_node import ToolCallRequest

from .budget import Budget
from .errors import PartialAnswerError
from .failures import classify
from .run_context import RunContext
from .stream_handler import StreamingCallbackHandler, text_of
from .tool_calls import Answer, ToolHandler, call_tool
from .usage import RequestUsage, RunUsage, read_usage

__all__ = ["RunContext", "StreamingCallbackHandler", "StreamingMiddleware", "count_usage", "stream_agent"]

try:
    from .callbacks import CostTrackingHandler
except ImportError:  # the owner of the project may do without costs
    CostTrackingHandler = None  # type: ignore[assignment, misc]

logger = logging.getLogger(__name__)

Graph = CompiledStateGraph[Any, Any, Any, Any]


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
        if run.stopped:
            raise asyncio.CancelledError
        if run.broken is not None:
            raise run.broken
        messages: list[BaseMessage] = [*request.messages]
        run.begin_request(messages)
        if request.system_message is not None:
            messages.insert(0, request.system_message)
        metadata = request.model.metadata or {}
        model, options = _bind(request)
        provider, tools = metadata.get("price_provider"), options.get("tools")
        usage = run.handler.usage.start_request(model_name(request.model), provider, messages, tools)
        await self._admit(run, usage)
        run.handler.show_request(usage, messages)
        chunks: list[BaseMessage] = []
        try:
            config = _config_without(run.handler.usage)
            async with aclosing(model.astream(messages, config, **options)) as stream:
                await self._read(stream, run, usage, chunks)
        except BaseException as error:
            self._end_early(run, usage, error)
            raise
        message = _merge(chunks)
        run.handler.end_request(usage, message.text, read_usage(message.usage_metadata))
        return ModelResponse(result=[message])

    async def _admit(self, run: RunContext, usage: RequestUsage) -> None:
        if run.admit is None:
            return
        try:
            await run.admit(usage)
        except BaseException:
            run.handler.usage.drop_request(usage)
            raise

    async def _read(
        self,
        stream: AsyncIterator[BaseMessage],
        run: RunContext,
        usage: RequestUsage,
        chunks: list[BaseMessage],
    ) -> None:
        loop = asyncio.get_running_loop()
        patience = self.stall_timeout
        async with asyncio.timeout(patience) as stall:
            deadline = loop.time() + patience
            async for chunk in stream:
                if run.stopped:
                    # Python 3.11: asyncio.wait_for, which clients use, can lose a cancel that meets a chunk.
                    raise asyncio.CancelledError
                # Moved once a second at most: that costs less than a new deadline for each token.
                if (now := loop.time()) > deadline - patience + 1:
                    deadline = now + patience
                    stall.reschedule(deadline)
                chunks.append(chunk)
                text = chunk.content if isinstance(chunk.content, str) else text_of(chunk.content)
                if text:
                    run.handler.add_text(usage, text)
                elif isinstance(chunk, AIMessageChunk):
                    for call in chunk.tool_call_chunks:
                        run.handler.usage.add_delta(usage, call["args"] or call["name"] or "")
                if run.top_up is not None:
                    await run.top_up()

    def _end_early(self, run: RunContext, usage: RequestUsage, error: BaseException) -> None:
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

    async def awrap_tool_call(self, request: ToolCallRequest, handler: ToolHandler) -> Answer:
        return await call_tool(request, handler, self.tool_timeout)


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
        _warn_about_costs()
        return RunUsage(model)
    return CostTrackingHandler(provider, model, budget)


@cache
def _warn_about_costs() -> None:
    logger.warning("callbacks.py is missing: runs go on, and their costs are not counted")


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
