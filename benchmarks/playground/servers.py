"""The servers that are compared, each as its documentation starts it, all at one fake provider."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.generated.served import free_port
from tests.services import postgres_url, redis_url

from ..processes import Provider
from .starting import cpu_seconds, create_agent, kilobytes, migrate, running, wait_for

AGENT = "demo-streaming-agent"
UVICORN = [
    "-m",
    "uvicorn",
    "--no-access-log",
    "--log-level",
    "warning",
    "--loop",
    "uvloop",
    "--http",
    "httptools",
]


@dataclass(frozen=True)
class Served:
    """Web processes, by port, and workers where there are some."""

    name: str
    base: str
    ports: list[int]
    webs: list[int]
    workers: list[int]

    def web_cpu(self) -> float:
        return sum(map(cpu_seconds, self.webs))

    def worker_cpu(self) -> float:
        return sum(map(cpu_seconds, self.workers))

    def web_kilobytes(self) -> float:
        return sum(map(kilobytes, self.webs))


@contextmanager
def bare(provider: Provider) -> Iterator[Served]:
    port = free_port()
    command = [*UVICORN, "benchmarks.playground.bare:app", "--port", str(port)]
    with running(command, keys(provider)) as pid:
        wait_for(f"http://127.0.0.1:{port}/health")
        yield Served("bare", "", [port], [pid], [])


@contextmanager
def embedded(provider: Provider, *, daphne: bool = False) -> Iterator[Served]:
    """One process does everything: SQLite, live log in memory."""
    with tempfile.TemporaryDirectory() as folder:
        variables = {**settings(provider), "STUDIO_DATABASE": f"{folder}/studio.sqlite3"}
        migrate(variables)
        port = free_port()
        with running(web_command(port, daphne=daphne), variables) as pid:
            create_agent(port)
            yield Served("Daphne" if daphne else "embedded", f"/agents/{AGENT}", [port], [pid], [])


@contextmanager
def hosted(provider: Provider, webs: int = 1, workers: int = 1, *, daphne: bool = False) -> Iterator[Served]:
    """PostgreSQL and Redis between web processes, which only relay, and workers, which run the agents."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres_url())
        shared = {
            "STUDIO_DATABASE_URL": database,
            "STUDIO_REDIS_URL": redis_url(),
            "STUDIO_DISPATCH": "queue",
        }
        variables = {**settings(provider), **shared}
        migrate(variables)
        worker_pids = [
            stack.enter_context(
                running(["manage.py", "run_worker"], variables, ready="This worker is ready.")
            )
            for _ in range(workers)
        ]
        ports = [free_port() for _ in range(webs)]
        web_pids = [
            stack.enter_context(running(web_command(port, daphne=daphne), variables)) for port in ports
        ]
        create_agent(ports[0])
        for port in ports:
            wait_for(f"http://127.0.0.1:{port}/health/live")
        name = "Daphne" if daphne else "web process"
        yield Served(name, f"/agents/{AGENT}", ports, web_pids, worker_pids)


def keys(provider: Provider) -> dict[str, str]:
    return {"OPENAI_BASE_URL": provider.url, "OPENAI_API_KEY": "none"}


def settings(provider: Provider) -> dict[str, str]:
    limits = {"STUDIO_MAX_VIEWERS": "20000", "STUDIO_MAX_RUNS": "1000", "STUDIO_LOG_LEVEL": "warning"}
    return {**keys(provider), **limits}


def web_command(port: int, *, daphne: bool) -> list[str]:
    if daphne:
        return ["manage.py", "serve", "--port", str(port)]
    return [*UVICORN, "studio.asgi:application", "--port", str(port)]
