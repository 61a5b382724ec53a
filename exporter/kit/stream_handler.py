"""Turns what a chat model and its tools do into the events of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.outputs import LLMResult

from .events import Event, LlmEnd, LlmStart, Token, ToolEnd, ToolError, ToolStart
from .usage import RequestUsage, RunUsage, Usage, read_usage

MAX_OUTPUT = 100_000


class StreamingCallbackHandler(AsyncCallbackHandler):
    """Calls `emit` with each event.

    The engine calls the verbs directly, which is cheaper than LangChain's callbacks; the `on_…` methods make
    it work with any chat model or chain of your own too:

        await chat_model.ainvoke("Hello", config={"callbacks": [StreamingCallbackHandler(print)]})
    """

    def __init__(self, emit: Callable[[Event], None], usage: RunUsage | None = None) -> None:
        self.emit = emit
        self.usage = usage or RunUsage()
        self.said: list[str] = []
        self._by_callback: dict[UUID, RequestUsage] = {}

    def start_request(
        self, model: str, provider: str | None, messages: Sequence[BaseMessage], tools: object = None
    ) -> RequestUsage:
        request = self.usage.start_request(model, provider, messages, tools)
        self.show_request(request, messages)
        return request

    def show_request(self, request: RequestUsage, messages: Sequence[BaseMessage]) -> None:
        self.emit(LlmStart(request.model, _visible(messages)))

    def add_text(self, request: RequestUsage, text: str) -> None:
        self.usage.add_delta(request, text)
        self.said.append(text)
        self.emit(Token(text, self.usage.shown_tokens, self.usage.running_cost()))

    def end_request(self, request: RequestUsage, text: str, reported: Usage | None) -> None:
        self.usage.end_request(request, reported)
        self.emit(LlmEnd(text, request.usage.completion_tokens, self.usage.summary()))

    def start_tool(self, tool: str, arguments: Any, call_id: str) -> None:
        self.emit(ToolStart(tool, arguments, call_id))

    def end_tool(self, tool: str, output: Any, call_id: str) -> None:
        self.emit(ToolEnd(_bounded(output), call_id, tool))

    def fail_tool(self, tool: str, error: str, error_type: str, call_id: str) -> None:
        self.emit(ToolError(error, error_type, call_id, tool))

    async def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], *, run_id: UUID, **kwargs: Any
    ) -> None:
        metadata = kwargs.get("metadata") or {}
        model = metadata.get("ls_model_name", "")
        self._by_callback[run_id] = self.start_request(model, metadata.get("price_provider"), messages[0])

    async def on_llm_new_token(self, token: Any, *, run_id: UUID, **kwargs: Any) -> None:
        text = text_of(token)
        if text and run_id in self._by_callback:
            self.add_text(self._by_callback[run_id], text)

    async def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        request = self._by_callback.pop(run_id, None)
        if request is not None:
            generation = response.generations[0][0]
            message = getattr(generation, "message", None)
            reported = read_usage(message.usage_metadata) if isinstance(message, AIMessage) else None
            self.end_request(request, generation.text, reported)

    async def on_tool_start(
        self, serialized: dict[str, Any], input_str: str, *, run_id: UUID, **kwargs: Any
    ) -> None:
        self.start_tool(serialized.get("name", ""), kwargs.get("inputs") or input_str, str(run_id))

    async def on_tool_end(self, output: Any, *, run_id: UUID, **kwargs: Any) -> None:
        self.end_tool(kwargs.get("name", ""), getattr(output, "content", output), str(run_id))

    async def on_tool_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        self.fail_tool(kwargs.get("name", ""), str(error), type(error).__name__, str(run_id))


def text_of(content: Any) -> str:
    """The text in a message's content, which some providers send as blocks."""
    if isinstance(content, str):
        return content
    return "".join(
        block if isinstance(block, str) else block.get("text") or ""
        for block in content
        if isinstance(block, str) or block.get("type") == "text"
    )


def _visible(messages: Sequence[BaseMessage]) -> list[str]:
    """What the user and the agent said: not the system prompt, not tool results."""
    return [
        text
        for message in messages
        if isinstance(message, HumanMessage | AIMessage) and (text := message.text)
    ]


def _bounded(output: Any) -> Any:
    if isinstance(output, str) and len(output) > MAX_OUTPUT:
        return output[:MAX_OUTPUT] + f" … ({len(output)} characters)"
    return output
