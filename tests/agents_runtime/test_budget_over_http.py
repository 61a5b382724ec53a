"""Fifty messages at once with a budget for five: five are admitted, and spending stays below the limit."""

from __future__ import annotations

import asyncio
from collections import Counter
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from agents_runtime.price_list import price_of
from exporter.kit.budget import HEADROOM
from exporter.kit.usage import Usage, estimate_prompt
from tests.agents_runtime.builders import manifest
from tests.agents_runtime.playgrounds import Playground, embedded, scaled
from tests.agents_runtime.soak.books import Books
from tests.fakes import FakeProvider, words
from tests.fakes import Usage as Reported

MODEL, MESSAGE, TOKENS = "gpt-4o-mini", "Hello there", 100
PRICE = price_of("openai", MODEL, {})
# Tokens that the prompt may have; the system prompt and the message have fewer.
PROMPT = 20
# Fifty messages at once may wait for their turn a while.
PATIENT = "60"


def held_back() -> Decimal:
    """What is reserved for one message, at most: its prompt, all of maxTokens, and what may be on its way."""
    assert PRICE is not None
    return PRICE.cost(Usage(PROMPT)) + (TOKENS + HEADROOM) * PRICE.per_output_token


def limit() -> Decimal:
    """For five, and not for the prompt of a sixth."""
    return 5 * held_back()


def budgeted() -> str:
    tracking = f"{{enabled: true, budget_limit_usd: {limit():f}}}"
    return manifest(f"maxTokens: {TOKENS}\ncost_tracking: {tracking}")


async def ask_fifty(playground: Playground, agent: str) -> Counter[str]:
    async with httpx.AsyncClient(timeout=120) as client:

        async def ask(number: int) -> str:
            body = {"message": MESSAGE, "session_id": f"one-of-fifty-{number}"}
            answer = await client.post(f"{playground.url}{agent}/chat", json=body)
            assert answer.headers["content-type"] == "application/json", playground.log
            return "done" if answer.status_code == 200 else answer.json()["error"]["code"]

        return Counter(await asyncio.gather(*map(ask, range(50))))


async def check(playground: Playground, provider: FakeProvider) -> None:
    # Slow enough that all fifty have asked before the first is paid for.
    provider.always(words(TOKENS, tokens_per_second=8, usage=Reported(input=PROMPT)))
    agent = playground.create_agent(budgeted())
    assert await ask_fifty(playground, agent) == {"done": 5, "budget_exceeded": 45}
    assert len(provider.requests) == 5
    books = Books(playground)
    spent = Decimal(books.number("SELECT sum(cost) FROM agents_runtime_ledgerentry")) / 10**12
    assert 0 < spent < limit()
    assert books.number("SELECT count(*) FROM agents_runtime_ledgerentry") == 5
    assert books.number("SELECT count(*) FROM agents_runtime_reservation") == 0


def test_the_prompt_is_as_short_as_the_figures_here_assume() -> None:
    from langchain_core.messages import HumanMessage, SystemMessage

    estimated = estimate_prompt([SystemMessage("You help." * 2), HumanMessage(MESSAGE)])
    assert 0 < estimated <= PROMPT


@pytest.mark.slow
async def test_five_of_fifty_are_admitted_in_one_process(provider: FakeProvider, tmp_path: Path) -> None:
    with embedded(provider, tmp_path, STUDIO_GRACE_SECONDS=PATIENT) as playground:
        await check(playground, provider)


@pytest.mark.slow
async def test_five_of_fifty_are_admitted_by_two_workers(provider: FakeProvider, tmp_path: Path) -> None:
    with scaled(provider, tmp_path, STUDIO_GRACE_SECONDS=PATIENT) as playground:
        await check(playground, provider)
