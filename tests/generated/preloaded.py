"""Processes of generated projects that need not import LangChain again: forks of one that has."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

SCRIPT = str(Path(__file__).with_name("preloading.py"))


class Preloaded:
    """A process with an environment's packages loaded; it ends when this one does."""

    def __init__(self, python: Path) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="preloaded-")
        self.address = str(Path(self.folder.name) / "socket")
        self.process = subprocess.Popen(
            [str(python), SCRIPT, self.address],
            stdin=subprocess.PIPE,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        )
        deadline = time.monotonic() + 120
        while not Path(self.address).exists():
            assert self.process.poll() is None, "the packages of the environment cannot be imported"
            assert time.monotonic() < deadline, "the packages of the environment take too long to import"
            time.sleep(0.05)


@cache
def preloaded(python: Path) -> Preloaded:
    return Preloaded(python)


class ForkedProcess:
    """As much of `subprocess.Popen` as tests need."""

    def __init__(
        self,
        python: Path,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        output: Path,
    ) -> None:
        request = {
            "arguments": list(arguments),
            "folder": str(folder),
            "environment": dict(environment),
            "output": str(output),
        }
        self.returncode: int | None = None
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.connect(preloaded(python).address)
        self.connection.sendall(json.dumps(request).encode() + b"\n")
        self.said = b""
        self.pid = int(self.line(60))

    def line(self, timeout: float | None) -> bytes:
        self.connection.settimeout(timeout)
        while b"\n" not in self.said:
            try:
                got = self.connection.recv(100)
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired("a forked process", timeout or 0) from None
            assert got, "the process that forks has ended"
            self.said += got
        line, _, self.said = self.said.partition(b"\n")
        return line

    def wait(self, timeout: float) -> int:
        if self.returncode is None:
            self.returncode = int(self.line(timeout))
            self.connection.close()
        return self.returncode

    def poll(self) -> int | None:
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
