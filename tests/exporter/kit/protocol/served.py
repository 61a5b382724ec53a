"""Starts the test agent in a process of its own, as often as a test wants."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import httpx

# Imported once, in the process that the servers are forked from: LangChain alone takes seconds.
FORKED_FROM = multiprocessing.get_context("forkserver")
FORKED_FROM.set_forkserver_preload(
    ["langchain.agents", "langchain_openai", "exporter.kit.api", "exporter.kit.sse"]
)


class ServedAgent:
    """One server process; `data` is what survives it."""

    def __init__(self, provider_url: str, data: Path, **variables: str) -> None:
        self.data = data
        self.port = free_port()
        self.variables = {
            "OPENAI_BASE_URL": provider_url,
            "OPENAI_API_KEY": "sk-test-key-that-nobody-may-see",
            "DATA_DIR": str(data),
            "MARKS": str(data),
            "PORT": str(self.port),
            "RUN_GRACE_SECONDS": "1.5",
            **variables,
        }
        self.process: ForkServerProcess | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.data / "server.log").read_text()

    def marked(self, name: str) -> bool:
        return (self.data / name).exists()

    def start(self) -> ServedAgent:
        self.process = FORKED_FROM.Process(target=run_server, args=(self.variables, self.data / "server.log"))
        self.process.start()
        deadline = time.monotonic() + 90
        while True:
            if not self.process.is_alive():
                raise AssertionError(f"the server ended:\n{self.log}")
            try:
                httpx.get(f"{self.base_url}/health", timeout=5)
                return self
            except httpx.TransportError:
                assert time.monotonic() < deadline, f"the server does not answer:\n{self.log}"
                time.sleep(0.05)

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        assert self.process is not None and self.process.pid is not None
        if self.process.is_alive():
            os.kill(self.process.pid, number)
        self.process.join(30)
        if self.process.is_alive():
            self.process.kill()
            raise AssertionError(f"the server did not end:\n{self.log}")


def run_server(variables: dict[str, str], log: Path) -> None:
    """What the new process does."""
    with log.open("ab") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    os.environ.update(variables)
    from tests.exporter.kit.protocol import agent_server

    agent_server.main()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
