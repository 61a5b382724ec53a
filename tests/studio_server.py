"""The studio as a newcomer starts it: `manage.py serve` in a process of its own, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_studio(port: int, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    variables = {**os.environ, **environment}
    return subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def wait_until_listening(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            said = process.stdout.read() if process.stdout else ""
            raise AssertionError(f"The studio stopped at once: {said}")
        time.sleep(0.05)
    raise AssertionError(f"The studio does not listen on {port} after {PATIENCE:.0f} s.")


@contextmanager
def running_studio(**environment: str) -> Iterator[str]:
    """The address of a studio that runs until the block ends, its database its own unless named."""
    with tempfile.TemporaryDirectory() as folder:
        database = {"STUDIO_DATABASE": str(Path(folder) / "studio.sqlite3")}
        with started_studio(free_port(), **{**database, **environment}) as url:
            yield url


@contextmanager
def started_studio(port: int, **environment: str) -> Iterator[str]:
    """The same on a port that is known beforehand, so that it can be started there again."""
    process = start_studio(port, **environment)
    try:
        wait_until_listening(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
