"""Many runs with cancels, errors, drops and viewers who leave: the books are right and nothing is left.

`make soak` plays 2,000 in each set-up; SOAK_SEED plays others.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded, scaled
from tests.agents_runtime.soak.books import (
    Books,
    check_that_every_run_ended_once,
    check_that_nothing_is_left,
    check_the_ledger_against,
    check_what_viewers_saw,
    figures,
    keys_for_ever,
    redis_connections,
    redis_subscribers,
    wait_until,
)
from tests.agents_runtime.soak.clients import play_all
from tests.agents_runtime.soak.conduct import MANIFEST, Provider, draw
from tests.agents_runtime.worker_figures import started_with_figures

RUNS = int(os.environ.get("SOAK_RUNS", "100"))
SEED = int(os.environ.get("SOAK_SEED", "1"))
AT_ONCE = 24


@contextmanager
def fake_provider() -> Iterator[Provider]:
    provider = Provider(SEED)
    with provider:
        yield provider


def prepare(playground: Playground) -> str:
    """The agent's address; one of its tools is mocked, the other is a person's."""
    path = playground.create_agent(MANIFEST)
    tools = f"{playground.url}/api/playground/{path.removeprefix('/agents/')}/tools"
    for tool, choice in {
        "look_up": {"choice": "mock", "mock": {"kind": "json", "content": '{"found": 1}', "delay_ms": 20}},
        "ask_somebody": {"choice": "ask"},
    }.items():
        answer = httpx.put(f"{tools}/{tool}", json=choice, timeout=60)
        assert answer.status_code == 200, answer.text
    return playground.url + path


async def soak(playground: Playground, provider: Provider) -> None:
    url, books = prepare(playground), Books(playground)
    workers = started_with_figures(playground.workers)
    told_by = [*(web.url for web in playground.web), *workers]
    await play_all(url, [draw(SEED, 0)], 1)
    tasks = {each: figures(each)["studio_tasks"] for each in told_by}
    began = time.monotonic()
    seen = await play_all(url, [draw(SEED, number) for number in range(1, RUNS + 1)], AT_ONCE)
    states = check_that_every_run_ended_once(books, seen)
    seconds = time.monotonic() - began
    # Whoever left at once may have left before the run was there.
    too_soon = sum(one.plan.way == "JSON" and one.plan.behaviour == "leave" for one in seen)
    assert RUNS + 1 - too_soon <= sum(states.values()) <= RUNS + 1
    check_what_viewers_saw(books, seen)
    reported, cost = check_the_ledger_against(provider, books)
    check_that_nothing_is_left(told_by, books, provider)
    # This very request, and one that a timer may have started; with Redis the three of the live log too,
    # which begin when a process first needs it.
    most = {each: few + (5 if workers else 2) for each, few in tasks.items()}

    def are_few() -> bool:
        return all(figures(each)["studio_tasks"] <= few for each, few in most.items())

    wait_until(are_few, f"no process has more tasks than {most}")
    if workers:
        ended = [figures(each)["studio_runs_total"] for each in workers]
        assert all(ended) and sum(ended) <= sum(states.values())
    assert "Traceback" not in playground.log, playground.log
    ends = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    entries = books.number("SELECT count(*) FROM agents_runtime_ledgerentry")
    sys.stderr.write(
        f"\n{RUNS} runs in {seconds:.0f} s: {ends}; {len(provider.requests)} requests at the provider, "
        f"{entries} entries, {reported} of them reported, {cost} USD\n"
    )


@pytest.mark.slow
async def test_the_books_are_right_after_a_soak_of_one_process(tmp_path: Path) -> None:
    with fake_provider() as provider, embedded(provider, tmp_path) as playground:
        await soak(playground, provider)


@pytest.mark.slow
async def test_the_books_are_right_after_a_soak_of_two_web_processes_and_two_workers(tmp_path: Path) -> None:
    with fake_provider() as provider, scaled(provider, tmp_path) as playground:
        redis = playground.variables["STUDIO_REDIS_URL"]
        await play_all(prepare(playground), [], 1)
        before = redis_subscribers(redis)
        connections = redis_connections(redis)
        await soak(playground, provider)
        assert redis_subscribers(redis) == before
        # A pool keeps as many as were needed at once, in each process: not one for each run.
        assert redis_connections(redis) <= connections + 4 * AT_ONCE
        assert [key for key in keys_for_ever(redis) if "taken-by" not in key] == []
