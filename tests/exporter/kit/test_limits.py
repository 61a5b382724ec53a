"""Limits, retries and fallbacks, on a real agent and a provider over real HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from exporter.kit.errors import PartialAnswerError, ProviderError
from exporter.kit.failures import classify
from exporter.kit.limits import LimitReachedError, Limits, create_middleware
from exporter.kit.retries import create_retry_middleware
from tests.exporter.kit.agents import Run, calls, chat_model, run_agent
from tests.fakes import FakeProvider, Reply

QUOTA_USED_UP = Reply(status=429, error_code="insufficient_quota")
QUICK: dict[str, Any] = {"retry_initial_delay": 0.01, "retry_max_delay": 0.02}


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
    started = [event.input["name"] for event in run.events if event.type == "tool_start"]
    assert sorted(started) == ["ann", "bob"]  # they start at once, in any order


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
