"""A provider that reports nonsense: the run ends, the books stay sound, and no other run is held up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded
from tests.agents_runtime.serving.manifests import LLM, manifest
from tests.agents_runtime.serving.viewers import started
from tests.agents_runtime.soak.books import Books
from tests.fakes import FakeProvider, Reply, Usage, words
from tests.services import postgres_url

MOST = 2**31 - 1
ENTRIES = (
    "SELECT state, prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, cost"
    " FROM agents_runtime_ledgerentry WHERE run_id = '{}'"
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def playground(
    request: pytest.FixtureRequest, provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Playground]:
    """One process, so that all runs are saved together."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("nonsense")
        url = stack.enter_context(postgres_url()) if request.param == "postgresql" else ""
        yield stack.enter_context(embedded(provider, folder, STUDIO_DATABASE_URL=url))


def ask(playground: Playground, agent: str, message: str, session: str) -> httpx.Response:
    body = {"message": message, "session_id": session}
    return httpx.post(f"{playground.url}{agent}/chat", json=body, timeout=20)


@pytest.mark.parametrize(
    ("reported", "entered"),
    [
        (Usage(10, 5, cached=400), ("reported", 10, 10, 5, 0)),
        (Usage(10, 5, reasoning=9), ("reported", 10, 0, 5, 5)),
        (Usage(2**70, 2**40), ("reported", MOST, 0, MOST, 0)),
        (Usage(10, 5, cached=-3, reasoning=-1), ("reported", 10, 0, 5, 0)),
        (Usage(-10, 5), ("estimated",)),
        (Usage(10, -5), ("estimated",)),
    ],
    ids=["cached", "reasoning", "huge", "negative details", "negative prompt", "negative answer"],
)
def test_what_cannot_be_is_cut_or_not_believed(
    playground: Playground,
    agent: str,
    provider: FakeProvider,
    message: str,
    session: str,
    reported: Usage,
    entered: tuple[Any, ...],
) -> None:
    provider.when(message, words(5, usage=reported))
    answer = ask(playground, agent, message, session)
    assert answer.status_code == 200, answer.text
    [(*found, cost)] = Books(playground).rows(ENTRIES.format(answer.json()["run_id"]))
    assert tuple(found[: len(entered)]) == entered
    assert cost > 0
    assert round(answer.json()["cost_summary"]["total_cost"] * 1e12) == pytest.approx(cost)
    assert ask(playground, agent, f"And then? {session}", session).status_code == 200


def test_what_is_no_number_ends_the_run_and_frees_its_session(
    playground: Playground, agent: str, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(5, usage=Usage(raw={"prompt_tokens": "many", "completion_tokens": []})))
    answer = ask(playground, agent, message, session)
    assert answer.headers["content-type"] == "application/json"
    assert ask(playground, agent, f"And then? {session}", session).status_code == 200


def test_more_from_a_cache_than_there_is_costs_nothing_less_at_an_own_price(
    playground: Playground, provider: FakeProvider, message: str, session: str
) -> None:
    playground.manage("set_price", "openai", "gpt-4.1", "--input", "10", "--output", "20", "--cached", "1")
    agent = playground.create_agent(manifest("own-price", llm={**LLM, "model": "gpt-4.1"}))
    provider.when(message, words(5, usage=Usage(100, 5, cached=5_000)))
    answer = ask(playground, agent, message, session)
    # A hundred from the cache, five out.
    assert answer.json()["cost_summary"]["total_cost"] == pytest.approx((100 * 1 + 5 * 20) / 1e6)


async def test_money_that_no_ledger_holds_is_unknown_and_holds_up_nobody(
    playground: Playground,
    agent: str,
    provider: FakeProvider,
    client: httpx.AsyncClient,
    message: str,
    session: str,
) -> None:
    playground.manage("set_price", "openai", "gpt-4o-mini", "--input", "1000000", "--output", "1000000")
    dear = playground.create_agent(manifest("dear", llm={**LLM, "model": "gpt-4o-mini"}))
    other = f"{message} Slowly."
    provider.when(other, words(60, tokens_per_second=20))
    provider.when(message, Reply(usage=Usage(2**31, 5)))
    books = Books(playground)
    async with started(playground.url + agent, other, f"{session}-other") as (run_id, watching):
        answer = await asyncio.to_thread(ask, playground, dear, message, session)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["cost_summary"]["total_cost"], answer.json()["response"]) == (
            None,
            Reply().text,
        )
        stored = await asyncio.to_thread(
            books.number, f"SELECT count(*) FROM agents_runtime_runevent WHERE run_id = '{run_id}'"
        )
        assert stored > 1
        await watching
    [(*found, cost)] = books.rows(ENTRIES.format(answer.json()["run_id"]))
    assert (found, cost) == (["reported", MOST, 0, 5, 0], None)
    assert f"The end of run {answer.json()['run_id']} cannot be saved with all" in playground.log
    told = (await client.get(f"{playground.url}{dear}/cost-summary", params={"session_id": session})).json()
    assert (told["total_cost"], told["priced"]) == (None, False)


def test_a_variable_that_no_database_keeps_is_refused_where_it_is_typed(
    playground: Playground, agent: str, session: str
) -> None:
    name = agent.rpartition("/")[2]
    path = f"{playground.url}/api/playground/{name}/sessions/{session}/settings"
    answer = httpx.put(path, json={"variables": {"MODEL": "gpt\0-4o"}}, timeout=20)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")
    assert "The value of MODEL holds a NUL" in answer.json()["error"]["message"]
