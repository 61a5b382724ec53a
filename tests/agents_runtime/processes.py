"""Processes of the studio as an operator starts them: web servers on free ports, and workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.studio_server import ROOT, free_port

PATIENCE = 90.0


class StudioProcess:
    """One process; `log` is all that it has said."""

    def __init__(self, command: Sequence[str], variables: Mapping[str, str], log: Path) -> None:
        self.command, self.variables, self.log_path = list(command), dict(variables), log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def launch(self) -> None:
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, cwd=ROOT, env={**os.environ, **self.variables}, stdout=log, stderr=log
            )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.is_ready():
            assert self._process is not None and self._process.poll() is None, f"it ended:\n{self.log}"
            assert time.monotonic() < deadline, f"it is not ready:\n{self.log}"
            time.sleep(0.05)

    def is_ready(self) -> bool:
        raise NotImplementedError

    def wait_until_said(self, sentence: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while sentence not in self.log:
            assert time.monotonic() < deadline, f"it never said it:\n{self.log}"
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it; its exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(how)
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
            raise AssertionError(f"it did not end:\n{self.log}") from None

    def wait(self) -> int:
        """Until it ends by itself."""
        assert self._process is not None
        return self._process.wait(PATIENCE)


class Web(StudioProcess):
    """A web process; started again, it has the same port."""

    def __init__(
        self, command: Callable[[int], Sequence[str]], variables: Mapping[str, str], folder: Path
    ) -> None:
        self.port = free_port()
        super().__init__(command(self.port), variables, folder / f"web-{self.port}.log")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def is_ready(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class Worker(StudioProcess):
    """`manage.py run_worker`."""

    def __init__(self, variables: Mapping[str, str], folder: Path, number: int) -> None:
        super().__init__(manage("run_worker"), variables, folder / f"worker-{number}.log")

    def launch(self) -> None:
        self._said_before = self._times_said()
        super().launch()

    def is_ready(self) -> bool:
        return self._times_said() > self._said_before

    def _times_said(self) -> int:
        return self.log.count("This worker is ready.") if self.log_path.exists() else 0


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def uvicorn(port: int, *options: str) -> list[str]:
    application = "studio.asgi:application"
    usual = ["--no-access-log", "--timeout-graceful-shutdown", "10"]
    return [sys.executable, "-m", "uvicorn", application, "--port", str(port), *usual, *options]


def daphne(port: int) -> list[str]:
    return manage("serve", "--port", str(port))
