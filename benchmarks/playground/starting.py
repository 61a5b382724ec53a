"""Starts processes of a measurement and waits until they answer; tells what they have used."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.generated.served import clean_environment

from ..manifests import DEMO
from ..processes import ROOT, TICKS

PAGE_KB = os.sysconf("SC_PAGESIZE") / 1024
PATIENCE = 60.0


def cpu_seconds(pid: int) -> float:
    """User and system time so far; Linux says it in hundredths."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def kilobytes(pid: int) -> float:
    """Of memory that it has now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KB


def migrate(variables: Mapping[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=clean_environment(Path(sys.executable), variables), check=True)


def create_agent(port: int) -> None:
    wait_for(f"http://127.0.0.1:{port}/health/live")
    answer = httpx.post(f"http://127.0.0.1:{port}/api/agents", json={"text": DEMO}, timeout=30)
    assert answer.status_code == 201, answer.text


def wait_for(url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.get(url, timeout=5)
            return
        except httpx.TransportError:
            assert time.monotonic() < deadline, f"nothing answers at {url}"
            time.sleep(0.1)


@contextmanager
def running(arguments: list[str], variables: Mapping[str, str], ready: str = "") -> Iterator[int]:
    """Its process id. What it prints after `ready` is not read."""
    environment = clean_environment(Path(sys.executable), variables)
    out = subprocess.PIPE if ready else subprocess.DEVNULL
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, text=True) as process:
        try:
            if ready:
                assert process.stdout is not None
                assert ready in process.stdout.readline(), f"{arguments} did not start"
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
