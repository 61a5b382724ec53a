"""The queue between web processes and workers."""

from __future__ import annotations

import asyncio
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
