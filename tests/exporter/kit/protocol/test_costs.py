"""PROTOCOL.md, "Costs"."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.exporter.kit.protocol.served import ServedAgent
from tests.exporter.kit.protocol.streams import all_events, events, of_type, until
from tests.fakes import FakeProvider, Reply, ToolCall, Usage, words

# gpt-4o, USD for a million tokens.
INPUT, CACHED, OUTPUT = Decimal("2.5"), Decimal("1.25"), Decimal("10")


def priced(prompt: int, completion: int, cached: int = 0) -> float:
    return float((INPUT * (prompt - cached) + CACHED * cached + OUTPUT * completion) / 1_000_000)


async def stream(client: httpx.AsyncClient, message: str, **more: str) -> list[dict[str, Any]]:
    async with client.stream("POST", "/chat/stream", json={"message": message, **more}) as response:
        return await all_events(response)


async def summary(client: httpx.AsyncClient, session: str) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get("/cost-summary", params={"session_id": session})).json()
    return found


async def test_the_totals_are_the_providers_figures_times_the_price(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(7, usage=Usage(input=1000, output=300, cached=400, reasoning=100)))
    last = (await stream(client, message, session_id=session))[-1]["cost_summary"]
    assert last == {
        "total_tokens": 1300,
        "prompt_tokens": 1000,
        "completion_tokens": 300,
        "total_cost": pytest.approx(priced(1000, 300, 400)),
        "model": "gpt-4o",
        "cached_tokens": 400,
        "reasoning_tokens": 100,
        "estimated": False,
        "priced": True,
    }
    assert await summary(client, session) == last


async def test_usage_is_asked_for_explicitly(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    await stream(client, message)
    [request] = [request for request in provider.requests if message in request.text]
    assert request.body["stream_options"] == {"include_usage": True}


async def test_token_count_and_cost_rise_from_token_to_token_and_say_that_they_are_estimated(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(20))
    tokens = of_type(await stream(client, message), "token")
    counts, costs = [token["token_count"] for token in tokens], [token["cost"] for token in tokens]
    assert counts == list(range(1, 21))
    assert costs == sorted(costs) and costs[0] > 0
    assert all(token["estimated"] is True for token in tokens)


async def test_figures_do_not_go_down_when_the_provider_reports_less_than_was_estimated(
    client: httpx.AsyncClient, kit_server: ServedAgent, provider: FakeProvider, message: str
) -> None:
    call = ToolCall("weather", {"city": "Rome"})
    few = Usage(input=1, output=1)
    provider.when(
        message, Reply(text="one two three four", tool_calls=(call,), usage=few), words(3, usage=few)
    )
    seen = await stream(client, message)
    tokens = of_type(seen, "token")
    for figure in ("token_count", "cost"):
        values = [token[figure] for token in tokens]
        assert values == sorted(values)
    assert seen[-1]["cost_summary"]["completion_tokens"] == 2


async def test_several_model_requests_of_a_run_are_summed(
    client: httpx.AsyncClient, kit_server: ServedAgent, provider: FakeProvider, message: str, session: str
) -> None:
    call = ToolCall("weather", {"city": "Rome"})
    provider.when(
        message,
        Reply(text="", tool_calls=(call,), usage=Usage(input=100, output=10)),
        Reply(text="Sunny.", usage=Usage(input=200, output=20)),
    )
    seen = await stream(client, message, session_id=session)
    assert [event["cost_summary"]["prompt_tokens"] for event in of_type(seen, "llm_end")] == [100, 300]
    last = seen[-1]["cost_summary"]
    assert (last["prompt_tokens"], last["completion_tokens"]) == (300, 30)
    assert last["total_cost"] == pytest.approx(priced(300, 30))
    with sqlite3.connect(kit_server.data / "costs.db") as ledger:
        query = (
            "SELECT request, prompt_tokens, cost, price_date, price_version FROM entries WHERE session_id = ?"
        )
        entries = ledger.execute(query, (session,)).fetchall()
    assert [(number, prompt) for number, prompt, *_ in entries] == [(1, 100), (2, 200)]
    assert sum(Decimal(entry[2]) for entry in entries) == Decimal(str(last["total_cost"]))
    assert all(date and "genai-prices" in version for *_, date, version in entries)


async def test_the_ledger_refuses_to_be_altered(
    kit_server: ServedAgent, client: httpx.AsyncClient, message: str
) -> None:
    await stream(client, message)
    with sqlite3.connect(kit_server.data / "costs.db") as ledger:
        for change in ("UPDATE entries SET cost = '0'", "DELETE FROM entries"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                ledger.execute(change)


async def test_without_a_report_the_figures_stay_estimated(
    client: httpx.AsyncClient, provider: FakeProvider, message: str
) -> None:
    provider.when(message, words(9, usage=None))
    last = (await stream(client, message))[-1]["cost_summary"]
    assert last["estimated"] is True
    assert last["completion_tokens"] == 9
    assert last["prompt_tokens"] > 0


async def test_costs_are_per_session_and_all_of_them_without_one(
    client: httpx.AsyncClient, message: str, session: str
) -> None:
    before = (await client.get("/cost-summary")).json()["total_tokens"]
    for which in ("one", "two"):
        await stream(client, message, session_id=f"{session}-{which}")
    one, two = [await summary(client, f"{session}-{which}") for which in ("one", "two")]
    after = (await client.get("/cost-summary")).json()["total_tokens"]
    assert one["total_tokens"] > 0
    assert after - before == one["total_tokens"] + two["total_tokens"]


async def test_reset_starts_a_new_period_and_tells_the_totals_of_the_old(
    client: httpx.AsyncClient, message: str, session: str
) -> None:
    await stream(client, message, session_id=session)
    await stream(client, message, session_id=f"{session}-other")
    before = await summary(client, session)
    answer = (await client.post("/cost-summary/reset", params={"session_id": session})).json()
    assert answer.pop("closed") == before
    assert (answer["total_tokens"], answer["total_cost"]) == (0, 0)
    assert await summary(client, session) == answer
    assert (await summary(client, f"{session}-other"))["total_tokens"] > 0
    await stream(client, message, session_id=session)
    assert await summary(client, session) == before


async def test_a_reset_while_a_run_goes_on_loses_nothing(
    client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(20, tokens_per_second=20))
    body = {"message": message, "session_id": session}
    async with client.stream("POST", "/chat/stream", json=body) as response:
        running = events(response)
        await until(running, "token")
        first = (await client.post("/cost-summary/reset", params={"session_id": session})).json()["closed"]
        last = (await until(running, "done"))[-1]["cost_summary"]
    second = (await client.post("/cost-summary/reset", params={"session_id": session})).json()["closed"]
    assert first["total_tokens"] + second["total_tokens"] == last["total_tokens"]


async def test_an_unknown_price_is_null_and_never_zero(
    start_server: Callable[..., ServedAgent], message: str, session: str
) -> None:
    server = start_server(TEST_MODEL="model-nobody-knows")
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        seen = await stream(client, message, session_id=session)
        found = await summary(client, session)
        empty = await summary(client, "nobody")
    assert {token["cost"] for token in of_type(seen, "token")} == {None}
    assert (seen[-1]["cost_summary"]["total_cost"], seen[-1]["cost_summary"]["priced"]) == (None, False)
    assert found == seen[-1]["cost_summary"]
    assert (empty["total_cost"], empty["priced"]) == (None, False)


async def test_costs_survive_a_restart(
    start_server: Callable[..., ServedAgent], message: str, session: str
) -> None:
    server = start_server()
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        run_id = (await stream(client, message, session_id=session, client_message_id="m-1"))[-1]["run_id"]
        before = await summary(client, session)
    server.end()
    server.start()
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        assert await summary(client, session) == before
        again = (await stream(client, message, session_id=session, client_message_id="m-1"))[-1]
        assert (again["run_id"], again["type"]) == (run_id, "done")
        assert await summary(client, session) == before


async def test_a_process_that_dies_leaves_an_interrupted_run_and_its_estimate(
    start_server: Callable[..., ServedAgent], provider: FakeProvider, message: str, session: str
) -> None:
    server = start_server()
    provider.when(message, words(400, tokens_per_second=20))
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        async with client.stream(
            "GET", "/chat/stream", params={"message": message, "session_id": session}
        ) as one:
            running = events(one)
            while (last := (await until(running, "token"))[-1])["seq"] < 50:
                pass
            server.end(signal.SIGKILL)
        server.start()
        found = await summary(client, session)
        assert found["estimated"] is True
        assert found["completion_tokens"] > 10 and found["total_cost"] > 0
        path = f"/chat/runs/{last['run_id']}/stream"
        headers = {"Last-Event-ID": f"{last['run_id']}:{last['seq']}"}
        async with client.stream("GET", path, headers=headers) as response:
            _, error = await all_events(response)
        assert (error["type"], error["error_type"]) == ("error", "interrupted")
        assert error["seq"] == last["seq"] + 1
        assert error["cost_summary"] == found
        headers = {"Last-Event-ID": f"{last['run_id']}:{error['seq']}"}
        assert (await client.get(path, headers=headers)).status_code == 204


async def test_a_second_server_on_the_same_ledger_says_so_and_ends(
    start_server: Callable[..., ServedAgent],
) -> None:
    server = start_server()
    second = ServedAgent("http://127.0.0.1:9/v1", server.data)
    with pytest.raises(AssertionError, match="Another server is using"):
        second.start()


async def test_a_budget_stops_a_run_before_it_passes_the_limit(
    start_server: Callable[..., ServedAgent], provider: FakeProvider, message: str, session: str
) -> None:
    budget = Decimal("0.002")
    server = start_server(TEST_BUDGET=str(budget))
    provider.when(message, words(400, tokens_per_second=400))
    async with httpx.AsyncClient(base_url=server.base_url, timeout=30) as client:
        last = (await stream(client, message, session_id=session))[-1]
        assert (last["type"], last["error_type"]) == ("error", "budget_exceeded")
        spent = await summary(client, session)
        assert spent == last["cost_summary"]
        assert 0 < spent["total_cost"] <= budget
        refused = await client.post("/chat", json={"message": message})
        assert (refused.status_code, refused.json()["error"]["code"]) == (402, "budget_exceeded")
        await client.post("/cost-summary/reset")
        provider.when(message, words(3))
        assert (await client.post("/chat", json={"message": message})).status_code == 200


async def test_parallel_runs_cannot_pass_the_budget_together(
    start_server: Callable[..., ServedAgent], provider: FakeProvider, message: str
) -> None:
    budget = Decimal("0.002")
    server = start_server(TEST_BUDGET=str(budget))
    provider.when(message, words(60, tokens_per_second=200))
    async with httpx.AsyncClient(base_url=server.base_url, timeout=60) as client:
        runs = await asyncio.gather(*(stream(client, message) for _ in range(10)))
        spent = (await client.get("/cost-summary")).json()
    kinds = [run[-1]["type"] for run in runs]
    assert "error" in kinds
    assert spent["total_cost"] <= budget
