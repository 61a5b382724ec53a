"""engine.py of the kit, with a scripted chat model."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import SummarizationMiddleware
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.outputs import ChatGenerationChunk
from langgraph.errors import NodeCancelledError

from exporter.kit import engine
from exporter.kit.callbacks import CostTrackingHandler
from exporter.kit.engine import RunContext, StreamingCallbackHandler, StreamingMiddleware, stream_agent
from exporter.kit.errors import PartialAnswerError
from exporter.kit.events import Event, LlmEnd, Token
from exporter.kit.limits import Limits, create_middleware


def run_with(usage: Any) -> tuple[RunContext, list[Event]]:
    events: list[Event] = []
    return RunContext("run", "session", StreamingCallbackHandler(events.append, usage)), events


class Blocks(GenericFakeChatModel):
    """Streams its text as content blocks, as Anthropic and Gemini do."""

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        for text in ("Hel", "lo"):
            block = [{"type": "text", "text": text, "index": 0}, {"type": "thinking", "thinking": "hm"}]
            yield ChatGenerationChunk(message=AIMessageChunk(content=block))  # type: ignore[arg-type]


class Failing(GenericFakeChatModel):
    """Breaks off after its first token."""

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        yield ChatGenerationChunk(message=AIMessageChunk(content="partial"))
        raise ConnectionResetError


class Whole(GenericFakeChatModel):
    """Cannot stream."""

    disable_streaming: bool = True


def agent_of(model: GenericFakeChatModel, middleware: list[Any] | None = None) -> Any:
    return create_agent(
        model, [], middleware=middleware or [StreamingMiddleware()], context_schema=RunContext
    )


async def test_text_in_content_blocks_is_streamed_without_the_thinking() -> None:
    run, events = run_with(CostTrackingHandler())
    await stream_agent(agent_of(Blocks(messages=iter(()))), [HumanMessage("Hi")], run)
    assert [event.token for event in events if isinstance(event, Token)] == ["Hel", "lo"]


async def test_a_chat_model_that_cannot_stream_answers_in_one_piece() -> None:
    run, events = run_with(CostTrackingHandler())
    messages = await stream_agent(
        agent_of(Whole(messages=iter([AIMessage("Hello")]))), [HumanMessage("Hi")], run
    )
    assert messages[-1].text == "Hello"
    assert [event.full_response for event in events if isinstance(event, LlmEnd)] == ["Hello"]


async def test_retry_and_fallback_leave_an_answer_alone_that_broke_off_after_its_first_token() -> None:
    fallback = GenericFakeChatModel(messages=iter([AIMessage("never shown")]))
    middleware = create_middleware(Limits(retry_attempts=3, retry_initial_delay=0.0), fallbacks=[fallback])
    run, events = run_with(CostTrackingHandler())
    with pytest.raises(PartialAnswerError):
        await stream_agent(agent_of(Failing(messages=iter(())), middleware), [HumanMessage("Hi")], run)
    assert [event.token for event in events if isinstance(event, Token)] == ["partial"]


async def test_a_fallback_answers_when_nothing_was_shown_yet() -> None:
    class Refusing(GenericFakeChatModel):
        async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
            raise ConnectionRefusedError
            yield

    fallback = GenericFakeChatModel(messages=iter([AIMessage("I am here")]))
    middleware = create_middleware(Limits(retry_attempts=1), fallbacks=[fallback])
    run, events = run_with(CostTrackingHandler())
    await stream_agent(agent_of(Refusing(messages=iter(())), middleware), [HumanMessage("Hi")], run)
    assert "".join(event.token for event in events if isinstance(event, Token)) == "I am here"
    assert run.handler.usage.summary().estimated is True
    assert len(run.handler.usage.requests) == 1


async def test_a_summary_of_the_conversation_is_billed_and_not_shown() -> None:
    counted = {"input_tokens": 500, "output_tokens": 50, "total_tokens": 550}
    summariser = GenericFakeChatModel(messages=iter([AIMessage("secret summary", usage_metadata=counted)]))
    summary = SummarizationMiddleware(model=summariser, trigger=("messages", 3), keep=("messages", 1))
    model = GenericFakeChatModel(messages=iter([AIMessage("Fine.")]))
    costs = CostTrackingHandler("openai", "gpt-4o")
    run, events = run_with(costs)
    history = [
        HumanMessage("one"),
        AIMessage("two"),
        HumanMessage("three"),
        AIMessage("four"),
        HumanMessage("five"),
    ]
    await stream_agent(agent_of(model, [summary, StreamingMiddleware()]), history, run)
    shown = "".join(event.token for event in events if isinstance(event, Token))
    assert shown == "Fine."
    assert costs.summary().prompt_tokens >= 500
    assert len(costs.requests) == 2


async def test_without_callbacks_py_streaming_goes_on_with_a_warning_and_without_costs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(engine, "CostTrackingHandler", None)
    engine._warn_about_costs.cache_clear()
    with caplog.at_level(logging.WARNING):
        run, events = run_with(engine.count_usage("openai", "gpt-4o"))
    assert "callbacks.py is missing" in caplog.text
    model = GenericFakeChatModel(messages=iter([AIMessage("Hello you")]))
    await stream_agent(agent_of(model), [HumanMessage("Hi")], run)
    tokens = [event for event in events if isinstance(event, Token)]
    assert [(token.cost, token.token_count > 0) for token in tokens] == [(None, True)] * len(tokens)
    assert len(tokens) == 3
    assert run.handler.usage.summary().total_cost is None


async def test_the_streaming_handler_works_with_any_chat_model() -> None:
    events: list[Event] = []
    model = GenericFakeChatModel(messages=iter([AIMessage("Hello you")]))
    async for _ in model.astream("Hi", config={"callbacks": [StreamingCallbackHandler(events.append)]}):
        pass
    assert "".join(event.token for event in events if isinstance(event, Token)) == "Hello you"
    assert isinstance(events[-1], LlmEnd)


async def test_a_cancel_that_a_client_loses_stops_the_stream_all_the_same() -> None:
    shown, begun = 0, asyncio.Event()

    class Deaf(GenericFakeChatModel):
        """Swallows the cancel, as `asyncio.wait_for` of Python 3.11 does when it meets a chunk."""

        async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
            nonlocal shown
            while True:
                shown += 1
                begun.set()
                yield ChatGenerationChunk(message=AIMessageChunk(content="more "))
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(0.01)

    run, _ = run_with(CostTrackingHandler())
    task = asyncio.create_task(stream_agent(agent_of(Deaf(messages=iter(()))), [HumanMessage("Hi")], run))
    await asyncio.wait_for(begun.wait(), 5)
    run.stopped = True
    task.cancel()
    at_cancel = shown
    with pytest.raises(asyncio.CancelledError):
        await task
    assert shown <= at_cancel + 2


async def test_a_run_that_was_stopped_asks_the_model_nothing_more() -> None:
    asked = 0

    class Counting(GenericFakeChatModel):
        async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
            nonlocal asked
            asked += 1
            yield ChatGenerationChunk(message=AIMessageChunk(content="more "))

    run, _ = run_with(CostTrackingHandler())
    run.stopped = True
    # LangGraph's name for a cancel that comes from within.
    with pytest.raises(NodeCancelledError):
        await stream_agent(agent_of(Counting(messages=iter(()))), [HumanMessage("Hi")], run)
    assert asked == 0
