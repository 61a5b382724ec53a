"""A generated project as a running server, in a process of its own as its user would start it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import httpx

from .preloaded import ForkedProcess

START_TIMEOUT = 90.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class ServedProject:
    """`with ServedProject(folder, python, environment) as server:` … `server.url`."""

    def __init__(
        self, folder: Path, python: Path, environment: Mapping[str, str], command: Sequence[str] | None = None
    ) -> None:
        self.folder, self.python, self.environment, self.command = folder, python, environment, command
        self.port = free_port()
        self.log_path = folder.parent / f"{folder.name}-{self.port}.log"
        self.process: subprocess.Popen[bytes] | ForkedProcess | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def websocket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def start(self) -> ServedProject:
        """Returns when `/health` answers, whatever it says."""
        self.process = self.launch()
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            assert self.process.poll() is None, f"the server ended at once:\n{self.log}"
            assert time.monotonic() < deadline, f"the server does not answer:\n{self.log}"
            try:
                httpx.get(f"{self.url}/health", timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return self

    def launch(self) -> subprocess.Popen[bytes] | ForkedProcess:
        with self.log_path.open("ab") as log:
            return subprocess.Popen(
                self.command or [str(self.python), *self.uvicorn()],
                cwd=self.folder,
                env=self.variables(),
                stdout=log,
                stderr=log,
            )

    def variables(self) -> dict[str, str]:
        return clean_environment(self.python, {"PORT": str(self.port), **self.environment})

    def uvicorn(self) -> list[str]:
        return ["-m", "uvicorn", "server:app", "--port", str(self.port), "--no-access-log"]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
            raise

    def __enter__(self) -> ServedProject:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop()


class PreloadedProject(ServedProject):
    """The same, started as a fork of a process that has the packages loaded: sooner, and cheaper."""

    def launch(self) -> ForkedProcess:
        arguments = self.uvicorn()
        return ForkedProcess(self.python, arguments, self.folder, self.variables(), self.log_path)


def clean_environment(python: Path, values: Mapping[str, str]) -> dict[str, str]:
    """Nothing of ours but the path: no keys, no proxies, no settings; `values` on top."""
    path = f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {"PATH": path, "LANG": "C.UTF-8", "HOME": str(python.parent), **values}
