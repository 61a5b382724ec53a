"""What a server for others writes into its log: JSON, the run it is about, and nothing that people said."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from tests.agents_runtime.playgrounds import embedded, scaled
from tests.agents_runtime.processes import daphne, uvicorn
from tests.agents_runtime.serving.manifests import PLAIN
from tests.fakes import FakeProvider, Reply

SECRET = "marzipan"


def uvicorn_as_it_comes(port: int) -> Sequence[str]:
    """With its access log, and all that it has to say."""
    command = [option for option in uvicorn(port) if option != "--no-access-log"]
    return [*command, "--log-level", "debug"]


def say_it_everywhere(url: str, provider: FakeProvider) -> None:
    """In the address of a stream, of a socket, of a page that is not there; and to a provider that fails."""
    with httpx.Client(base_url=url, timeout=60) as client:
        query = {"message": f"{SECRET} 1", "session_id": SECRET}
        assert '"done"' in client.get("/chat/stream", params=query).text
        assert client.get("/chat/nowhere", params=query).status_code == 404
        provider.when(f"{SECRET} 2", Reply(status=401))
        assert client.post("/chat", json={"message": f"{SECRET} 2"}).status_code == 502
    with connect(f"{url.replace('http', 'ws', 1)}/chat/ws?session_id={SECRET}", proxy=None) as socket:
        assert json.loads(socket.recv(timeout=30))["type"] == "connected"


@pytest.mark.parametrize("command", [uvicorn_as_it_comes, daphne])
def test_a_log_holds_no_query(
    provider: FakeProvider, tmp_path: Path, command: Callable[[int], Sequence[str]]
) -> None:
    with embedded(provider, tmp_path, command) as playground:
        say_it_everywhere(playground.url + playground.create_agent(PLAIN), provider)
    assert "ended: done" in playground.log
    assert SECRET not in playground.log


def test_each_line_is_json_and_names_its_run(provider: FakeProvider, tmp_path: Path) -> None:
    more = {"STUDIO_LOG_FORMAT": "json"}
    with embedded(provider, tmp_path, uvicorn_as_it_comes, **more) as playground:
        say_it_everywhere(playground.url + playground.create_agent(PLAIN), provider)
    check_lines(playground.log)
    assert SECRET not in playground.log


def test_each_line_of_each_process_is_json_and_names_its_run(provider: FakeProvider, tmp_path: Path) -> None:
    with scaled(provider, tmp_path, STUDIO_LOG_FORMAT="json", STUDIO_LOG_LEVEL="debug") as playground:
        say_it_everywhere(playground.url + playground.create_agent(PLAIN), provider)
    check_lines(playground.log)
    assert SECRET not in playground.log


def check_lines(log: str) -> None:
    lines: list[dict[str, Any]] = [json.loads(line) for line in log.splitlines() if line]
    of_runs = [line for line in lines if line["message"].startswith("Run ")]
    assert len(of_runs) >= 2
    assert all(line["run_id"] in line["message"] for line in of_runs)
