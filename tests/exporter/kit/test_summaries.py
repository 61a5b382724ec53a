"""Long conversations are summarised: once, for money, and within the budget."""

from __future__ import annotations

from decimal import Decimal

import pytest
from langchain_core.messages import HumanMessage

from exporter.kit.budget import Budget
from exporter.kit.callbacks import CostTrackingHandler
from exporter.kit.context_window import ContextWindow
from exporter.kit.conversations import TranscriptMessage
from exporter.kit.conversations_memory import MemoryConversations
from exporter.kit.errors import BudgetExceededError
from exporter.kit.limits import Limits, create_middleware
from exporter.kit.summaries import create_summary_middleware
from tests.exporter.kit.agents import Run, chat_model, run_agent
from tests.fakes import FakeProvider, Reply


async def test_a_long_conversation_is_summarised_once_and_paid_for(provider: FakeProvider) -> None:
    """The context after the run is kept, so the next message starts from the summary."""
    provider.when("Context Extraction", Reply(text="They greeted each other."))
    store = MemoryConversations(window=ContextWindow())
    runs: list[Run] = []
    for number in range(6):
        summary = create_summary_middleware(chat_model(provider), messages=8)
        before = await store.load("s")
        message = HumanMessage(f"message {number}")
        provider.answer(Reply(text=f"answer {number}"))
        middleware = create_middleware(Limits(), summary=summary)
        run = await run_agent(provider, middleware, [*before.context, message])
        await store.save_turn("s", run.context, [TranscriptMessage("user", message.text, "run")])
        runs.append(run)
    summaries = [request for request in provider.requests if "Context Extraction" in request.text]
    assert len(summaries) == 1
    assert [len(run.costs.requests) for run in runs] == [1, 1, 1, 1, 2, 1]
    assert all(request.cost for run in runs for request in run.costs.requests)
    assert all("greeted" not in run.text for run in runs)
    first, *rest = (await store.load("s")).context
    assert "They greeted each other." in first.text
    assert [one.text for one in rest[:3]] == ["answer 2", "message 3", "answer 3"]
    assert rest[-1].text == "answer 5"
    assert len((await store.load("s")).transcript) == 6


async def test_a_summary_does_not_pass_the_budget(provider: FakeProvider) -> None:
    conversation = [HumanMessage(f"message {number}") for number in range(10)]
    summary = create_summary_middleware(chat_model(provider), messages=4)
    costs = CostTrackingHandler("openai", "gpt-4o", Budget(money=Decimal("0.0000001")))
    with pytest.raises(BudgetExceededError):
        await run_agent(
            provider, create_middleware(Limits(), summary=summary), conversation, Run(costs=costs)
        )
    assert provider.requests == []
