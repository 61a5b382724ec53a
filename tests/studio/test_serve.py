"""How the studio starts and stops."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.studio_server import PATIENCE, ROOT, free_port, start_studio, wait_until_listening

DEMO = (ROOT / "studio" / "demo.ossa.yaml").read_text()


class Crowd:
    """People who read, check, stream and talk over sockets until their studio goes away."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._asked = 0
        with httpx.Client(base_url=url, timeout=PATIENCE) as client:
            self._agent = client.post("/api/agents", json={"text": DEMO}).json()["name"]
        people = [self._read, self._check, self._stream, self._talk] * 4
        self._threads = [threading.Thread(target=self._until_it_is_gone, args=(each,)) for each in people]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        for thread in self._threads:
            thread.join(PATIENCE)

    def wait_until_busy(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self._asked < 5 * len(self._threads):
            assert time.monotonic() < deadline, f"only {self._asked} requests were answered"
            time.sleep(0.05)

    def _until_it_is_gone(self, act: Callable[[httpx.Client], None]) -> None:
        client = httpx.Client(base_url=self._url, timeout=PATIENCE)
        with client, suppress(httpx.TransportError, OSError, WebSocketException):
            while True:
                act(client)
                self._asked += 1

    def _read(self, client: httpx.Client) -> None:
        client.get(f"/agents/{self._agent}/sessions")
        client.get(f"/agents/{self._agent}")

    def _check(self, client: httpx.Client) -> None:
        client.post("/api/manifests/preview", json={"text": DEMO})

    def _stream(self, client: httpx.Client) -> None:
        client.post(f"/agents/{self._agent}/chat/stream", json={"message": "Hello"})

    def _talk(self, client: httpx.Client) -> None:
        with connect(f"{self._url.replace('http', 'ws')}/agents/{self._agent}/chat/ws") as socket:
            socket.send(json.dumps({"type": "message", "message": "Hello"}))
            for message in socket:
                if json.loads(message)["type"] == "done":
                    return


def test_a_taken_port_is_one_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start_studio(port)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode != 0
    assert f"Port {port} is taken." in said
    assert "Traceback" not in said, said


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_one_clear_sentence(port: str) -> None:
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ran.returncode != 0
    assert "expected a number from 1 to 65535" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_ctrl_c_stops_it_without_a_traceback(tmp_path: Path) -> None:
    port = free_port()
    process = start_studio(port, STUDIO_DATABASE=str(tmp_path / "studio.sqlite3"))
    wait_until_listening(process, port)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said, said


def test_it_stops_while_it_answers_pages_streams_and_sockets(tmp_path: Path) -> None:
    """A request that waited for the event loop in a thread once kept the process for ever."""
    port = free_port()
    process = start_studio(port, STUDIO_DATABASE=str(tmp_path / "studio.sqlite3"))
    wait_until_listening(process, port)
    with Crowd(f"http://127.0.0.1:{port}") as crowd:
        crowd.wait_until_busy()
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert "did not stop" not in said
