"""Names in addresses that no database takes, or no session can have: refused or missing, never a failure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from agents_runtime.urls import urlpatterns
from studio.api import api
from tests.agents_runtime.playgrounds import Playground, embedded
from tests.agents_runtime.serving.manifests import PLAIN, manifest
from tests.fakes import FakeProvider, Reply, ToolCall
from tests.services import postgres_url

NUL, LONG, SPACED = "%00", "x" * 1000, "a%20b"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def playground(
    request: pytest.FixtureRequest, provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Playground]:
    """Each database in turn."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        with embedded(provider, folder) as running:
            yield running
        return
    with postgres_url() as url, embedded(provider, folder, STUDIO_DATABASE_URL=url) as running:
        yield running


@pytest.fixture(scope="module")
def client(playground: Playground) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=playground.url, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def name(playground: Playground) -> str:
    """The agent's."""
    return playground.create_agent(PLAIN).rpartition("/")[2]


@pytest.mark.parametrize("session", [NUL, LONG, SPACED, "x" * 129])
def test_a_session_of_an_impossible_name_is_not_opened(client: httpx.Client, name: str, session: str) -> None:
    answer = client.put(f"/api/playground/{name}/sessions/{session}/settings", json={"model": "demo"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")
    assert "1 to 128 characters" in answer.json()["error"]["message"]
    assert client.get(f"/agents/{name}/sessions/{session}").json()["error"]["code"] == "no_such_session"
    assert client.delete(f"/agents/{name}/sessions/{session}").status_code == 404


def test_a_session_of_any_other_name_is(client: httpx.Client, name: str) -> None:
    longest = "aZ0._:-" + "x" * 121
    answer = client.put(f"/api/playground/{name}/sessions/{longest}/settings", json={"model": "demo"})
    assert answer.status_code == 200
    assert client.get(f"/agents/{name}/sessions/{longest}").status_code == 200


@pytest.mark.parametrize("session", [NUL, LONG, SPACED])
def test_a_session_that_is_asked_about_by_an_impossible_name_is_missing(
    client: httpx.Client, name: str, session: str
) -> None:
    for address in ("ledger?", "ledger/sums?by=run&"):
        answer = client.get(f"/api/playground/{name}/{address}session_id={session}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_session")
    # The page describes the agent, as before a session is there.
    assert client.get(f"/api/playground/{name}?session_id={session}").status_code == 200
    assert client.get(f"/agents/{name}/cost-summary?session_id={session}").status_code == 422


@pytest.mark.parametrize("odd", [NUL, LONG, SPACED])
def test_nothing_in_an_address_makes_the_server_fail(client: httpx.Client, name: str, odd: str) -> None:
    made = client.post(f"/agents/{name}/chat", json={"message": "Hello", "session_id": "first"}).json()
    good = {"agent": name, "name": name, "run_id": made["run_id"], "session_id": "first", "tool": "look_up"}
    good |= {"call_id": "1", "rest": "nowhere", "number": "1"}
    asked = [f"/agents/{pattern.pattern}" for pattern in urlpatterns]
    asked += [re.sub(r"{(\w+)}", r"<\1>", path) for path in api.get_openapi_schema()["paths"]]
    bodies = [{"model": "demo"}, {"choice": "unset"}, {"choice": "mock"}, {"output": 1}, {"message": "Hello"}]
    for address in asked:
        for place in re.findall(r"<(?:\w+:)?(\w+)>", address):
            values = {**good, place: odd}
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found, values=values: values[found[1]], address)  # type: ignore[misc]
            for method, body in [("GET", None), *(("POST", body) for body in bodies), ("PUT", bodies[0])]:
                answer = client.request(method, f"{path}?by=run&message=x", json=body)
                assert answer.status_code < 500, (method, path, answer.text)
            for body in bodies:
                assert client.put(path, json=body).status_code < 500, path


def test_a_call_with_a_very_long_id_is_answered(
    playground: Playground, client: httpx.Client, provider: FakeProvider, message: str, session: str
) -> None:
    """Some providers write into it what they have thought."""
    tool = {"type": "function", "name": "confirm", "description": "Asks whether to go on"}
    path = playground.create_agent(manifest("asking", tools=[tool]))
    chosen = f"/api/playground/{path.rpartition('/')[2]}/tools/confirm"
    assert client.put(chosen, json={"choice": "ask"}).status_code == 200
    call = ToolCall("confirm", {"what": "read"}, id="call_1" + "x" * 1000)
    provider.when(message, Reply(text="", tool_calls=(call,)), Reply(text="Good."))
    address = f"{playground.url}{path}/chat/ws?session_id={session}".replace("http", "ws", 1)
    with connect(address, proxy=None) as socket:
        socket.send(json.dumps({"type": "message", "message": message}))
        event = read_until(socket, "tool_waiting")
        answer = f"{path}/chat/runs/{event['run_id']}/tools/{event['call_id']}"
        assert client.post(answer, json={"output": "yes"}).status_code == 202
        assert read_until(socket, "done")["result"] == "Good."


def read_until(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        event: dict[str, Any] = json.loads(socket.recv(timeout=30))
        if event["type"] == kind:
            return event
        assert event["type"] not in ("error", "tool_error"), event


def test_a_client_message_id_that_cannot_be_kept_is_refused(client: httpx.Client, name: str) -> None:
    for odd in ("\0", "x" * 129, ""):
        body = {"message": "Hello", "client_message_id": odd}
        assert client.post(f"/agents/{name}/chat", json=body).status_code == 422
        assert client.get(f"/agents/{name}/chat/stream", params=body).status_code == 422


def test_a_message_that_cannot_be_kept_finds_no_run_to_join(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/agents/{name}/chat/stream", params={"message": "\0", "session_id": "first"})
    assert answer.status_code == 422
