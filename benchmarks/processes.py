"""The processes of a measurement: a provider, and servers between it and the viewers; and their CPU time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.fakes import FakeProvider
from tests.generated.fake_environment import fake_environment
from tests.generated.projects import export_to
from tests.generated.served import ServedProject

from .manifests import DEMO

ROOT = Path(__file__).parents[1]
RELAYS = Path(__file__).with_name("relays.py")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Provider:
    """The fake provider in a process of its own."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def always(self, **reply: Any) -> None:
        httpx.post(f"http://127.0.0.1:{self.port}/_control/always", json=reply).raise_for_status()


@contextmanager
def running_provider() -> Iterator[Provider]:
    command = [sys.executable, "-m", "tests.fakes"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Provider(int(process.stdout.readline()))
        finally:
            process.terminate()


@contextmanager
def exported_server(provider: Provider) -> Iterator[ServedProject]:
    """The demo's export, served as its README says, with the packages of this environment."""
    environment = fake_environment(FakeProvider(provider.port))
    with tempfile.TemporaryDirectory() as name:
        folder = export_to(DEMO, Path(name))
        environment |= {"DATA_DIR": name, "MAX_RUNS": "2000"}
        python = Path(sys.executable)
        command = [str(python), "server.py"]
        with ServedProject(folder, python, environment, command) as server:
            yield server


@contextmanager
def relay(kind: str, provider: Provider) -> Iterator[ServedProject]:
    """A server that does the least: `raw` forwards with httpx, `agent` forwards `agent.astream`."""
    environment = {"OPENAI_BASE_URL": provider.url, "OPENAI_API_KEY": "none", "RELAY": kind}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "relay"
        folder.mkdir()
        (folder / "server.py").write_text(RELAYS.read_text(encoding="utf-8"), encoding="utf-8")
        with ServedProject(folder, Path(sys.executable), environment) as server:
            yield server


def cpu_seconds(server: ServedProject) -> float:
    """User and system time of the server's process so far; Linux says it in ticks of a hundredth."""
    assert server.process is not None
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
