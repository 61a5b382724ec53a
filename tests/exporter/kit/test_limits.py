"""Limits, retries, fallbacks, personal data and summaries, on a real agent and a provider over real HTTP."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import httpx
import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from exporter.kit.budget import Budget
from exporter.kit.callbacks import CostTrackingHandler
from exporter.kit.context_window import ContextWindow
from exporter.kit.conversations import TranscriptMessage
from exporter.kit.conversations_memory import MemoryConversations
from exporter.kit.engine import RunContext, StreamingCallbackHandler, stream_agent
from exporter.kit.errors import BudgetExceededError, PartialAnswerError, ProviderError, classify
from exporter.kit.events import Event, LlmStart, Token
from exporter.kit.limits import LimitReachedError, Limits, create_middleware
from exporter.kit.pii import PiiAction, create_pii_middleware
from exporter.kit.retries import create_retry_middleware
from exporter.kit.summaries import create_summary_middleware
from tests.fakes import FakeProvider, Reply, ToolCall

QUOTA_USED_UP = Reply(status=429, error_code="insufficient_quota")
QUICK: dict[str, Any] = {"retry_initial_delay": 0.01, "retry_max_delay": 0.02}


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as provider:
        yield provider


def chat_model(provider: FakeProvider, name: str = "gpt-4o") -> ChatOpenAI:
    return ChatOpenAI(
        model=name,
        base_url=provider.openai_url,
        api_key=SecretStr("sk-test"),
        stream_usage=True,
        max_retries=0,
        timeout=5,
    )


@tool
async def lookup(name: str) -> str:
    """Looks somebody up."""
    return f"{name} is at {name}@example.com"


@dataclass
class Run:
    """What one run of the agent did."""

    events: list[Event] = field(default_factory=list)
    costs: CostTrackingHandler = field(default_factory=lambda: CostTrackingHandler("openai", "gpt-4o"))
    context: list[BaseMessage] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(event.token for event in self.events if isinstance(event, Token))

    @property
    def models(self) -> list[str]:
        return [event.model for event in self.events if isinstance(event, LlmStart)]


async def run_agent(
    provider: FakeProvider,
    middleware: Sequence[AgentMiddleware[Any, Any]],
    messages: Sequence[BaseMessage] = (HumanMessage("Hello"),),
    run: Run | None = None,
) -> Run:
    run = run or Run()
    agent = create_agent(
        chat_model(provider), tools=[lookup], middleware=middleware, context_schema=RunContext
    )
    handler = StreamingCallbackHandler(run.events.append, run.costs)
    async with asyncio.timeout(30):
        run.context = await stream_agent(agent, messages, RunContext("run", "session", handler))
    return run


def calls(*names: str) -> Reply:
    return Reply(text="", tool_calls=tuple(ToolCall("lookup", {"name": name}) for name in names))


async def test_an_agent_that_never_ends_stops_at_its_model_requests(provider: FakeProvider) -> None:
    provider.always(calls("ann"))
    with pytest.raises(LimitReachedError, match="after 3 model requests") as stopped:
        await run_agent(provider, create_middleware(Limits(max_model_calls=3)))
    assert classify(stopped.value).error_type == "limit_reached"
    assert len(provider.requests) == 3


async def test_the_limit_of_model_requests_is_for_one_message(provider: FakeProvider) -> None:
    middleware = create_middleware(Limits(max_model_calls=2))
    for _ in range(3):
        provider.answer(calls("ann"), Reply(text="Done."))
        assert (await run_agent(provider, middleware)).text == "Done."


async def test_no_tool_runs_past_the_limit_of_tool_calls(provider: FakeProvider) -> None:
    provider.answer(calls("ann", "bob"), calls("eve"))
    run = Run()
    with pytest.raises(LimitReachedError, match="after 2 tool calls") as stopped:
        await run_agent(provider, create_middleware(Limits(max_tool_calls=2)), run=run)
    assert classify(stopped.value).error_type == "limit_reached"
    assert [event.input for event in run.events if event.type == "tool_start"] == [
        {"name": "ann"},
        {"name": "bob"},
    ]


async def test_no_limit_is_no_limit(provider: FakeProvider) -> None:
    provider.answer(*[calls("ann")] * 40, Reply(text="Done."))
    limits = Limits(max_model_calls=None, max_tool_calls=None)
    assert (await run_agent(provider, create_middleware(limits))).text == "Done."


@pytest.mark.parametrize(
    "reply",
    [*(Reply(status=status) for status in (429, 500, 503)), Reply(drop_after=0)],
    ids=["429", "500", "503", "dropped"],
)
async def test_a_failure_that_may_pass_is_tried_again(provider: FakeProvider, reply: Reply) -> None:
    provider.answer(reply, reply, Reply(text="Here I am."))
    run = await run_agent(provider, create_middleware(Limits(retry_attempts=3, **QUICK)))
    assert run.text == "Here I am."
    assert len(provider.requests) == 3


async def test_attempts_count_the_first_one(provider: FakeProvider) -> None:
    provider.always(Reply(status=500))
    with pytest.raises(Exception, match="told to fail") as failed:
        await run_agent(provider, create_middleware(Limits(retry_attempts=2, **QUICK)))
    assert isinstance(classify(failed.value), ProviderError)
    assert len(provider.requests) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=401),
        Reply(status=400),
        Reply(status=404),
        Reply(status=429, error_code="insufficient_quota"),
    ],
    ids=["401", "400", "404", "quota used up"],
)
async def test_a_failure_that_stays_is_not_tried_again(provider: FakeProvider, reply: Reply) -> None:
    provider.always(reply)
    with pytest.raises(Exception, match="told to fail"):
        await run_agent(provider, create_middleware(Limits(retry_attempts=3, **QUICK)))
    assert len(provider.requests) == 1


async def test_nothing_is_tried_again_after_the_first_token(provider: FakeProvider) -> None:
    provider.always(Reply(text="one two three four", drop_after=2))
    run = Run()
    limits = Limits(retry_attempts=3, **QUICK)
    with pytest.raises(PartialAnswerError):
        await run_agent(
            provider, create_middleware(limits, fallbacks=[chat_model(provider, "other")]), run=run
        )
    assert run.text.split() == ["one", "two"]
    assert len(provider.requests) == 1


async def test_the_fallback_answers_after_the_first_model_had_its_attempts(provider: FakeProvider) -> None:
    provider.answer(Reply(status=500), Reply(status=500), Reply(status=500), Reply(text="From the second."))
    limits = Limits(retry_attempts=2, **QUICK)
    run = await run_agent(
        provider, create_middleware(limits, fallbacks=[chat_model(provider, "gpt-4o-mini")])
    )
    assert run.text == "From the second."
    assert run.models == ["gpt-4o", "gpt-4o", "gpt-4o-mini", "gpt-4o-mini"]
    assert [request.body["model"] for request in provider.requests] == run.models


@pytest.mark.parametrize(
    ("backoff", "expected"),
    [
        ("none", [1.0, 1.0, 1.0, 1.0]),
        ("linear", [1.0, 2.0, 3.0, 3.5]),
        ("exponential", [1.0, 2.0, 3.5, 3.5]),
    ],
)
async def test_the_waits_are_what_the_backoff_says(
    monkeypatch: pytest.MonkeyPatch, backoff: Any, expected: list[float]
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def fail(request: Any) -> Any:
        raise httpx.ConnectError("nobody there")

    monkeypatch.setattr(asyncio, "sleep", sleep)
    middleware = create_retry_middleware(5, backoff, 1.0, 3.5)
    with pytest.raises(httpx.ConnectError):
        await middleware.awrap_model_call(object(), fail)  # type: ignore[arg-type]
    # LangChain shifts each by up to a quarter, so that many clients do not come back at once.
    assert waits == pytest.approx(expected, rel=0.26)


async def test_a_single_attempt_needs_no_retry_middleware(provider: FakeProvider) -> None:
    provider.always(Reply(status=500))
    with pytest.raises(Exception, match="told to fail"):
        await run_agent(provider, create_middleware(Limits(retry_attempts=1)))
    assert len(provider.requests) == 1


PERSONAL = {
    "email": "ann@example.com",
    "credit_card": "4111 1111 1111 1111",
    "ip": "192.168.7.9",
    "mac_address": "00:1A:2B:3C:4D:5E",
    "url": "https://example.com/me",
    "phone": "+41 44 668 18 00",
    "ssn": "078-05-1120",
    "api_key": "sk-proj-abcdefghijklmnopqrstuv",
    "private_key": "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
}


@pytest.mark.parametrize("kind", PERSONAL)
async def test_personal_data_is_redacted_before_it_leaves(provider: FakeProvider, kind: str) -> None:
    middleware = create_middleware(Limits(), pii=create_pii_middleware({kind: "redact"}))
    message = HumanMessage(f"Write to {PERSONAL[kind]} please.")
    run = await run_agent(provider, middleware, [message])
    assert provider.requests[0].text == f"Write to [REDACTED_{kind.upper()}] please."
    assert PERSONAL[kind] not in run.context[0].text


@pytest.mark.parametrize("kind", PERSONAL)
async def test_a_message_with_personal_data_is_blocked(provider: FakeProvider, kind: str) -> None:
    middleware = create_middleware(Limits(), pii=create_pii_middleware({kind: "block"}))
    with pytest.raises(Exception, match=kind) as blocked:
        await run_agent(provider, middleware, [HumanMessage(f"Write to {PERSONAL[kind]} please.")])
    assert classify(blocked.value).error_type == "pii_blocked"
    assert PERSONAL[kind] not in str(classify(blocked.value))
    assert provider.requests == []


async def test_a_warning_says_what_kind_and_not_what(
    provider: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    middleware = create_middleware(Limits(), pii=create_pii_middleware({"email": "warn", "phone": "warn"}))
    await run_agent(provider, middleware, [HumanMessage("ann@example.com, bob@example.com")])
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == ["A message holds personal data: email (2 times)"]
    assert "ann@example.com" in provider.requests[0].text


@pytest.mark.parametrize(("action", "sent"), [("redact", False), ("block", True)])
async def test_redacting_covers_what_tools_return(
    provider: FakeProvider, action: PiiAction, sent: bool
) -> None:
    provider.answer(calls("ann"), Reply(text="Done."))
    middleware = create_middleware(Limits(), pii=create_pii_middleware({"email": action}))
    await run_agent(provider, middleware)
    assert ("ann@example.com" in str(provider.requests[1].body["messages"])) is sent


@pytest.mark.parametrize(
    "text",
    [
        "In 2024-05-17 we sold 1234567890 pieces",
        "01.02.2024 12:30",
        "version 10.20.30.400",
        "1 234 567",
        "07-05-1120",
    ],
)
async def test_ordinary_numbers_are_no_personal_data(provider: FakeProvider, text: str) -> None:
    every: dict[str, PiiAction] = dict.fromkeys(PERSONAL, "block")
    del every["url"]  # LangChain's takes `10.20.30.400` and the like for an address
    await run_agent(
        provider, create_middleware(Limits(), pii=create_pii_middleware(every)), [HumanMessage(text)]
    )
    assert provider.requests[0].text == text


async def test_the_detectors_are_quick_on_hostile_text(provider: FakeProvider) -> None:
    every: dict[str, PiiAction] = dict.fromkeys(["phone", "ssn", "api_key", "private_key"], "redact")
    for piece in ("0" * 32_000, "+1 " * 10_000, "(0)" * 10_000, "-----BEGIN " * 3_000, "sk-" * 10_000):
        middleware = create_middleware(Limits(), pii=create_pii_middleware(every))
        await run_agent(provider, middleware, [HumanMessage(piece)])


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
