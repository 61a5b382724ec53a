"""The queue between web processes and workers."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from agents_runtime.signs import FORGOTTEN_AFTER
from tests.agents_runtime.playgrounds import Playground, scaled
from tests.agents_runtime.serving.viewers import started
from tests.fakes import FakeProvider, words


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    with scaled(provider, tmp_path_factory.mktemp("queue"), STUDIO_GRACE_SECONDS="60") as running:
        yield running


def jobs(playground: Playground) -> list[str]:
    """The states of all jobs."""
    with psycopg.connect(playground.variables["STUDIO_DATABASE_URL"]) as connection:
        return [row[0] for row in connection.execute("SELECT status FROM procrastinate_jobs").fetchall()]


async def test_a_run_waits_for_a_worker_as_one_job_and_is_answered_when_one_comes(
    playground: Playground, agent: str, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(3))
    for worker in playground.workers:
        worker.stop()
    async with started(playground.url + agent, message, session) as (_, watching):
        # Meanwhile each web process has taken it for forgotten, more than once.
        await asyncio.sleep(2 * FORGOTTEN_AFTER)
        assert jobs(playground) == ["todo"]
        playground.workers[0].launch()
        viewer = await watching
    assert viewer.events[-1]["result"] == "w0 w1 w2 "
    async with httpx.AsyncClient(timeout=30) as client:
        body = {"message": message, "session_id": session}
        assert (await client.post(f"{playground.url}{agent}/chat", json=body)).status_code == 200
    assert len([request for request in provider.requests if message in request.text]) == 2


async def test_the_job_of_a_killed_worker_does_not_stay(
    playground: Playground, agent: str, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, words(1_000, tokens_per_second=20))
    [killed, other] = playground.workers
    other.stop()
    async with started(playground.url + agent, message, session) as (_, watching):
        await asyncio.to_thread(provider.wait_for, lambda seen: any(one.text == message for one in seen))
        killed.stop(signal.SIGKILL)
        other.launch()
        viewer = await watching
    assert viewer.events[-1]["error_type"] == "interrupted"
    assert jobs(playground) == ["doing"]
    with psycopg.connect(playground.variables["STUDIO_DATABASE_URL"]) as connection:
        # As if its worker had been silent for longer than one that lives ever is.
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = NOW() - INTERVAL '1 hour'"
            " WHERE id = (SELECT worker_id FROM procrastinate_jobs)"
        )
    async with asyncio.timeout(60):
        while jobs(playground):  # noqa: ASYNC110 (a table tells)
            await asyncio.sleep(0.5)
