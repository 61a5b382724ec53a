"""The set-ups in which people run the playground, each with data of its own.

One process with SQLite and memory, under uvicorn or as `make run` starts it (Daphne); or PostgreSQL and
Redis, two web processes and two workers.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.agents_runtime.processes import StudioProcess, Web, Worker, manage, uvicorn
from tests.agents_runtime.redis_database import redis_database
from tests.agents_runtime.relays import Relay, relay
from tests.fakes import FakeProvider
from tests.generated.fake_environment import fake_environment
from tests.services import postgres_url
from tests.studio_server import ROOT


@dataclass
class Playground:
    """`url` leads to the web processes in turn; `variables` is the environment of all of them.

    Web processes and workers reach Redis each by a cable of their own, where there are cables.
    """

    url: str
    web: list[Web]
    variables: dict[str, str]
    workers: list[Worker] = field(default_factory=list)
    cables: dict[str, Relay] = field(default_factory=dict)

    def create_agent(self, text: str) -> str:
        """The agent's path."""
        answer = httpx.post(f"{self.url}/api/agents", json={"text": text}, timeout=60)
        assert answer.status_code == 201, answer.text
        path: str = answer.json()["url"]
        return path

    def manage(self, *arguments: str) -> None:
        """A command of `manage.py`, as its administrator gives it."""
        run_command(self.variables, *arguments)

    @property
    def log(self) -> str:
        return "\n".join(process.log for process in [*self.web, *self.workers])


def environment(provider: FakeProvider, **more: str) -> dict[str, str]:
    return {**fake_environment(provider), "STUDIO_GRACE_SECONDS": "1.5", **more}


@contextmanager
def embedded(
    provider: FakeProvider,
    folder: Path,
    command: Callable[[int], Sequence[str]] = uvicorn,
    **variables: str,
) -> Iterator[Playground]:
    """One process."""
    given = environment(provider, STUDIO_DATABASE=str(folder / "studio.sqlite3"), **variables)
    make_tables(given)
    web = Web(command, given, folder)
    with running(web):
        yield Playground(web.url, [web], given)


@contextmanager
def scaled(
    provider: FakeProvider, folder: Path, *, cables: bool = False, **variables: str
) -> Iterator[Playground]:
    """Two web processes, two workers."""
    with ExitStack() as stack:
        database, redis = stack.enter_context(postgres_url()), stack.enter_context(redis_database())
        given = environment(
            provider,
            STUDIO_DATABASE_URL=database,
            STUDIO_REDIS_URL=redis,
            STUDIO_DISPATCH="queue",
            **variables,
        )
        make_tables(given)
        place, laid = urlsplit(redis), {}
        if cables:
            laid = {name: stack.enter_context(relay(place.port or 6379)) for name in ("web", "workers")}
        by_cable = {
            name: {"STUDIO_REDIS_URL": f"redis://127.0.0.1:{cable.port}{place.path}"}
            for name, cable in laid.items()
        }
        web = [Web(uvicorn, {**given, **by_cable.get("web", {})}, folder) for _ in range(2)]
        workers = [Worker({**given, **by_cable.get("workers", {})}, folder, number) for number in (1, 2)]
        stack.enter_context(running(*web, *workers))
        balancer = stack.enter_context(relay(*(each.port for each in web)))
        yield Playground(f"http://127.0.0.1:{balancer.port}", web, given, workers, laid)


def make_tables(variables: dict[str, str]) -> None:
    run_command(variables, "migrate", "--verbosity", "0")


def run_command(variables: Mapping[str, str], *arguments: str) -> None:
    """With `manage.py`."""
    environment = {**os.environ, **variables}
    done = subprocess.run(
        manage(*arguments), cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def running(*processes: StudioProcess) -> Iterator[None]:
    """All of them, started at once; whatever of them still runs is ended."""
    with ExitStack() as stack:
        for process in processes:
            process.launch()
            stack.callback(process.stop)
        for process in processes:
            process.wait_until_ready()
        yield


def warm_up(url: str, times: int) -> None:
    """A process that still loads LangChain is too busy for the seconds that the agent gives its provider."""
    deadline = time.monotonic() + 120
    while times:
        answer = httpx.post(f"{url}/chat", json={"message": "Are you there?"}, timeout=60)
        times -= answer.status_code == 200
        assert time.monotonic() < deadline, answer.text
