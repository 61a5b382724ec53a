"""The two questions that the engine asks a run's owner: may this request begin, may this answer go on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from exporter.kit.callbacks import CostTrackingHandler
from exporter.kit.engine import RunContext, StreamingCallbackHandler, StreamingMiddleware, stream_agent
from exporter.kit.errors import BudgetExceededError, PartialAnswerError
from exporter.kit.events import Event, LlmStart, Token
from exporter.kit.limits import Limits, create_middleware
from exporter.kit.usage import RequestUsage
from tests.exporter.kit.agents import calls, chat_model, lookup
from tests.fakes import FakeProvider, Reply


@dataclass
class Watched:
    """A run, with its events in the order of everything else that happens."""

    happened: list[Any] = field(default_factory=list)
    costs: CostTrackingHandler = field(default_factory=lambda: CostTrackingHandler("openai", "gpt-4o"))
    context: RunContext = field(init=False)

    def __post_init__(self) -> None:
        self.context = RunContext(
            "run", "session", StreamingCallbackHandler(self.happened.append, self.costs)
        )

    def kinds(self) -> list[str]:
        return [each.type if isinstance(each, Event) else each for each in self.happened]

    async def answer(self, model: Any, middleware: list[Any] | None = None) -> None:
        agent = create_agent(
            model,
            [lookup] if isinstance(model, ChatOpenAI) else [],
            middleware=middleware or [StreamingMiddleware()],
            context_schema=RunContext,
        )
        async with asyncio.timeout(30):
            await stream_agent(agent, [HumanMessage("Hello")], self.context)


@pytest.fixture
def run() -> Watched:
    return Watched()


async def test_each_request_is_admitted_with_its_price_before_it_is_shown_or_sent(
    provider: FakeProvider, run: Watched
) -> None:
    provider.answer(calls("ada"), Reply("Fine"))
    sent: list[int] = []

    async def admit(request: RequestUsage) -> None:
        assert request.price is not None and request.price.cost(request.usage) > Decimal(0)
        sent.append(len(provider.requests))
        run.happened.append("admitted")

    run.context.admit = admit
    await run.answer(chat_model(provider))
    kinds = [kind for kind in run.kinds() if kind in {"admitted", "llm_start", "tool_start"}]
    assert kinds == ["admitted", "llm_start", "tool_start", "admitted", "llm_start"]
    assert sent == [0, 1]


async def test_a_request_that_is_refused_is_neither_shown_nor_sent_nor_counted(
    provider: FakeProvider, run: Watched
) -> None:
    async def refuse(request: RequestUsage) -> None:
        raise BudgetExceededError("Nothing is left.")

    run.context.admit = refuse
    with pytest.raises(BudgetExceededError, match="Nothing is left"):
        await run.answer(chat_model(provider), create_middleware(Limits(retry_initial_delay=0.0)))
    assert run.happened == []
    assert provider.requests == []
    assert run.costs.requests == []
    assert run.costs.summary().total_cost == 0


async def test_a_run_that_is_cancelled_while_it_waits_for_admission_counts_nothing(
    provider: FakeProvider, run: Watched
) -> None:
    asked = asyncio.Event()

    async def ask_for_ever(request: RequestUsage) -> None:
        asked.set()
        await asyncio.Event().wait()

    run.context.admit = ask_for_ever
    task = asyncio.create_task(run.answer(chat_model(provider)))
    await asyncio.wait_for(asked.wait(), 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert run.happened == [] and provider.requests == []
    assert run.costs.requests == []


class Counting(GenericFakeChatModel):
    """Says three numbers."""

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        for text in ("one ", "two ", "three"):
            yield ChatGenerationChunk(message=AIMessageChunk(content=text))


async def test_an_answer_waits_for_its_top_up_and_asks_for_none_it_does_not_need(run: Watched) -> None:
    async def top_up() -> None:
        await asyncio.sleep(0)
        run.happened.append(f"topped up at {run.costs.requests[0].completion_estimate}")
        run.context.top_up = None

    run.context.top_up = top_up
    await run.answer(Counting(messages=iter(())))
    assert run.kinds()[:5] == ["llm_start", "token", "topped up at 1", "token", "token"]


async def test_an_answer_that_gets_no_more_ends_where_it_is_and_is_paid_for(run: Watched) -> None:
    async def nothing_left() -> None:
        raise BudgetExceededError("Nothing is left.")

    run.context.top_up = nothing_left
    model = Counting(messages=iter(()))
    fallback = GenericFakeChatModel(messages=iter([AIMessage("never shown")]))
    with pytest.raises(PartialAnswerError, match="Nothing is left") as stopped:
        await run.answer(model, create_middleware(Limits(), fallbacks=[fallback]))
    assert (stopped.value.error_type, stopped.value.status) == ("budget_exceeded", 402)
    assert [each.token for each in run.happened if isinstance(each, Token)] == ["one "]
    assert [each.model for each in run.happened if isinstance(each, LlmStart)] == ["Counting"]
    assert run.costs.requests[0].completion_estimate == 1
    assert run.costs.requests[0].open is False
