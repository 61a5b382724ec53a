"""What Prometheus is told where web processes serve and workers run agents: by each what is its own."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, scaled
from tests.agents_runtime.processes import manage
from tests.agents_runtime.serving.viewers import started
from tests.agents_runtime.soak.books import figures
from tests.agents_runtime.worker_figures import started_with_figures
from tests.fakes import FakeProvider, words
from tests.studio_server import ROOT

OF_THE_DATABASE = {"studio_open_runs", "studio_queue_depth", "studio_reservations", "studio_waiting_calls"}


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    # A worker says that it is ready at any level.
    more = {"STUDIO_GRACE_SECONDS": "60", "STUDIO_LOG_LEVEL": "error"}
    with scaled(provider, tmp_path_factory.mktemp("figures"), cables=False, **more) as running:
        yield running


@pytest.fixture(scope="module")
def workers(playground: Playground) -> list[str]:
    """Where each worker tells its figures."""
    return started_with_figures(playground.workers)


async def test_a_worker_tells_of_the_run_that_it_executes_and_a_web_process_of_its_viewer(
    workers: list[str],
    playground: Playground,
    agent: str,
    provider: FakeProvider,
    message: str,
    session: str,
) -> None:
    provider.when(message, words(1_000, tokens_per_second=20))
    url = playground.web[0].url
    idle = sum(figures(each)["studio_tasks"] for each in workers)
    async with started(url + agent, message, session) as (run_id, watching):
        await asyncio.to_thread(provider.wait_for, lambda seen: any(one.text == message for one in seen))
        at_work = [await asyncio.to_thread(figures, each) for each in workers]
        assert sorted(each["studio_runs_here"] for each in at_work) == [0, 1]
        assert sum(each["studio_live_logs"] for each in at_work) >= 1
        assert sum(each["studio_tasks"] for each in at_work) > idle > 0
        assert not any(OF_THE_DATABASE & each.keys() for each in at_work)
        web = await asyncio.to_thread(figures, url)
        assert (web["studio_viewers"], web["studio_runs_here"], web["studio_open_runs"]) == (1, 0, 1)
        assert web.keys() >= OF_THE_DATABASE
        async with httpx.AsyncClient(timeout=30) as client:
            await client.post(f"{url}{agent}/chat/runs/{run_id}/cancel")
        await watching
    async with asyncio.timeout(20):
        while sum(figures(each)["studio_runs_here"] for each in workers):  # noqa: ASYNC110 (figures tell)
            await asyncio.sleep(0.1)


def test_a_port_that_is_taken_is_told_in_a_sentence(workers: list[str], playground: Playground) -> None:
    port = workers[0].rpartition(":")[2]
    command = manage("run_worker", "--metrics-port", port, "--metrics-address", "127.0.0.1")
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **playground.variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert f"--metrics-port {port} cannot be served on 127.0.0.1: Address already in use." in ended.stderr
    assert "Traceback" not in ended.stderr
