"""An administrator sets a price while the provider answers: the books have it when the answer is there."""

from __future__ import annotations

import asyncio

import httpx

from tests.agents_runtime.playgrounds import Playground
from tests.agents_runtime.serving.viewers import started
from tests.agents_runtime.soak.books import Books
from tests.fakes import FakeProvider, Usage, words


async def test_a_price_set_in_the_middle_of_a_request_reaches_it(
    playground: Playground,
    agent: str,
    provider: FakeProvider,
    client: httpx.AsyncClient,
    message: str,
    session: str,
) -> None:
    provider.when(message, words(100, tokens_per_second=10, usage=Usage(1_000, 50)))
    async with started(playground.url + agent, message, session) as (_, watching):
        price = ("openai", "gpt-4o", "--input", "6", "--output", "0")
        await asyncio.to_thread(playground.manage, "set_price", *price)
        assert not watching.done()
        await watching
    states = "SELECT state FROM agents_runtime_ledgerentry ORDER BY id DESC LIMIT 2"
    assert Books(playground).rows(states) == [("corrected",), ("reported",)]
    told = await client.get(f"{playground.url}{agent}/cost-summary", params={"session_id": session})
    assert told.json()["total_cost"] == 0.006
