"""An agent whose manifest cannot be planned: every address says so, and none fails."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from websockets.sync.client import connect

from tests.agents_runtime.playgrounds import Playground
from tests.agents_runtime.serving.manifests import manifest

# A stream there would hide the server's own address; a number is no path at all.
PATHS = {"taken": "/health", "a-number": 5}


@pytest.fixture(scope="module")
def client(playground: Playground) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=playground.url, timeout=30) as client:
        yield client


@pytest.fixture(scope="module", params=PATHS)
def path(request: pytest.FixtureRequest, playground: Playground) -> str:
    """The agent's."""
    streaming = {"sse": {"endpoint": PATHS[request.param]}}
    return playground.create_agent(manifest(request.param, streaming=streaming))


def test_a_message_is_refused_with_what_is_wrong(client: httpx.Client, path: str) -> None:
    for address in ("chat", "chat/stream"):
        answer = client.post(f"{path}/{address}", json={"message": "hi"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_exportable")
        assert "Line " in answer.json()["error"]["message"]
    asked = {"model": "x", "messages": [{"role": "user", "content": "hi"}]}
    answer = client.post(f"{path}/v1/chat/completions", json=asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_exportable")


def test_a_socket_says_it_and_stays_open(playground: Playground, path: str) -> None:
    with connect(f"{playground.url}{path}/chat/ws".replace("http", "ws", 1), proxy=None) as socket:
        assert json.loads(socket.recv(timeout=30))["type"] == "connected"
        socket.send(json.dumps({"type": "message", "message": "hi"}))
        assert json.loads(socket.recv(timeout=30))["error_type"] == "not_exportable"
        socket.send(json.dumps({"type": "ping"}))
        assert json.loads(socket.recv(timeout=30)) == {"type": "pong"}


def test_what_needs_no_plan_is_answered_all_the_same(client: httpx.Client, path: str) -> None:
    health = client.get(f"{path}/health")
    assert (health.status_code, health.json()["status"]) == (503, "degraded")
    assert "Line " in health.json()["checks"]["manifest"]
    assert client.get(f"{path}/cost-summary").status_code == 200
    name = path.rpartition("/")[2]
    settings = f"/api/playground/{name}/sessions/first/settings"
    assert client.put(settings, json={"model": "demo"}).status_code == 200
    assert client.get(f"{path}/sessions/first").status_code == 200
    shown = client.get(f"/api/playground/{name}").json()
    assert shown["exportable"] is False and shown["problems"]


def test_its_export_is_refused_with_the_same_diagnostic(client: httpx.Client, path: str) -> None:
    text = client.get(f"/api{path}").json()["text"]
    answer = client.post("/api/manifests/export", json={"text": text})
    assert answer.status_code == 422, answer.text
    rules = {one["rule"] for one in answer.json()["error"]["diagnostics"] if one["severity"] == "error"}
    assert rules & {"streaming-path-collision", "streaming-path-invalid"}
