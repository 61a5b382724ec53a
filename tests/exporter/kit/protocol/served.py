"""Starts the test agent in a process of its own, as often as a test wants."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[4]


class ServedAgent:
    """One server process; `data` is what survives it."""

    def __init__(self, provider_url: str, data: Path, **variables: str) -> None:
        self.data = data
        self.port = free_port()
        self.variables = {
            "PATH": os.environ["PATH"],
            "OPENAI_BASE_URL": provider_url,
            "OPENAI_API_KEY": "sk-test-key-that-nobody-may-see",
            "DATA_DIR": str(data),
            "MARKS": str(data),
            "PORT": str(self.port),
            "RUN_GRACE_SECONDS": "1.5",
            "LANGCHAIN_TRACING_V2": "false",
            **variables,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.data / "server.log").read_text()

    def marked(self, name: str) -> bool:
        return (self.data / name).exists()

    def start(self) -> ServedAgent:
        command = [sys.executable, "-m", "tests.exporter.kit.protocol.agent_server"]
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.variables, stdout=log, stderr=log)
        deadline = time.monotonic() + 90
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended:\n{self.log}")
            try:
                httpx.get(f"{self.base_url}/health", timeout=5)
                return self
            except httpx.TransportError:
                assert time.monotonic() < deadline, f"the server does not answer:\n{self.log}"
                time.sleep(0.1)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
