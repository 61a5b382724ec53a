"""Alice owns, Bob is a member, Charlie is a stranger: on a server for others, over HTTP and sockets."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from agents_runtime.urls import urlpatterns
from studio.api import api
from tests.agents_runtime.playgrounds import make_tables, running
from tests.agents_runtime.processes import Web, uvicorn
from tests.agents_runtime.test_budgets import in_a_process

SECRET_WORD = "marzipan"
# Makes the people, an agent with a run of Alice's, and one of Charlie's; tells how each is signed in.
PREPARE = f"""
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from agents_runtime.sessions import open_session
from agents_runtime.variables import set_variables
from studio.agents import create_agent
from studio.models import Workspace
from tests.agents_runtime.builders import end, make_scene, manifest

scene = make_scene(manifest(name="shared").replace("You help.", "{SECRET_WORD}"))
run = scene.new_run()
end(run, result="{SECRET_WORD}")
charlie = scene.people.charlie
his = Workspace.objects.get(memberships__user=charlie)
create_agent(his, charlie, manifest(name="charlies"))

def cookie(user):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key

people = scene.people
cookies = {{user.username: cookie(user) for user in (people.alice, people.bob, people.charlie)}}
print(json.dumps({{"cookies": cookies, "run": run.id, "session": str(scene.session.pk)}}))
"""


@dataclass(frozen=True)
class Hosted:
    """A server for others. `run` and `session` are Alice's."""

    port: int
    cookies: dict[str, str]
    run: str
    session: str
    variables: dict[str, str]

    def headers(self, who: str | None) -> dict[str, str]:
        signed_in = {"Cookie": f"sessionid={self.cookies[who]}"} if who else {}
        return {"X-Forwarded-Proto": "https", "Host": "studio.example", **signed_in}

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> httpx.Response:
        url = f"http://127.0.0.1:{self.port}{path}"
        return httpx.request(method, url, headers=self.headers(who), timeout=60, **more)


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    folder = tmp_path_factory.mktemp("hosted")
    variables = {
        "STUDIO_LOCAL": "0",
        "STUDIO_SECRET_KEY": "a key for this test only, as long as they are",
        "STUDIO_HOSTS": "studio.example",
        "STUDIO_DATABASE": str(folder / "studio.sqlite3"),
    }
    make_tables(variables)
    told = json.loads(in_a_process(PREPARE, variables).communicate(timeout=120)[0])
    web = Web(uvicorn, variables, folder)
    with running(web):
        yield Hosted(web.port, told["cookies"], told["run"], told["session"], variables)


def wire_paths(hosted: Hosted, agent: str = "shared", session: str = "first") -> list[str]:
    """Every address of the wire protocol, with what is Alice's in it."""
    values = {"agent": agent, "run_id": hosted.run, "session_id": session, "call_id": "1", "rest": "nowhere"}
    return [
        "/agents/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: values[name[1]], str(pattern.pattern))
        for pattern in urlpatterns
    ]


def api_operations(hosted: Hosted) -> list[tuple[str, str]]:
    """Every operation of the API on an agent or its playground."""
    values = {"name": "shared", "run_id": hosted.run, "session_id": "first", "tool": "look_up", "number": "1"}
    paths = api.get_openapi_schema()["paths"]
    return [
        (method.upper(), re.sub(r"{(\w+)}", lambda name: values[name[1]], path))
        for path, operations in paths.items()
        for method in operations
        if re.match(r"/api/(playground|agents)/{name}", path)
    ]


BODY = {"message": "Hello", "session_id": "first", "text": "x", "choice": "unset", "title": "x", "output": 1}
BODY |= {"model": "shared", "messages": [{"role": "user", "content": "Hello"}]}
QUERY = {"message": "Hello", "session_id": "first", "by": "run"}


@pytest.mark.parametrize(("who", "status"), [("charlie", 404), (None, 401)])
class TestAStranger:
    def test_is_told_of_every_address_that_the_agent_is_not_there(
        self, hosted: Hosted, who: str | None, status: int
    ) -> None:
        for path in wire_paths(hosted):
            answers = [
                hosted.ask(who, method, path, params=QUERY, json=BODY if method != "GET" else None)
                for method in ("GET", "POST", "DELETE")
            ]
            found = {answer.status_code for answer in answers}
            assert status in found and found <= {status, 405}, (path, found)
            assert not any(SECRET_WORD in answer.text for answer in answers)

    def test_gets_nothing_from_the_api_either(self, hosted: Hosted, who: str | None, status: int) -> None:
        operations = api_operations(hosted)
        assert len(operations) > 10
        for method, path in operations:
            body = {} if path.endswith("/settings") else BODY
            answer = hosted.ask(who, method, path, params=QUERY, json=None if method == "GET" else body)
            assert answer.status_code == status, (method, path, answer.text)
            assert SECRET_WORD not in answer.text

    def test_sees_no_costs_of_others(self, hosted: Hosted, who: str | None, status: int) -> None:
        answer = hosted.ask(who, "GET", "/api/ledger/sums?by=person")
        assert answer.status_code == (401 if who is None else 200)
        assert who is None or answer.json() == {"sums": []}

    def test_is_closed_with_a_code_on_a_socket(self, hosted: Hosted, who: str | None, status: int) -> None:
        assert closed_with(hosted, who, "shared") == 4000 + status

    def test_is_told_the_same_of_an_agent_that_never_was(
        self, hosted: Hosted, who: str | None, status: int
    ) -> None:
        there, nowhere = (hosted.ask(who, "GET", f"/agents/{name}/sessions") for name in ("shared", "never"))
        assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text)


class TestThroughAnAgentOfHisOwn:
    def test_a_stranger_reaches_no_run_and_no_session_of_others(self, hosted: Hosted) -> None:
        for path in (
            f"/agents/charlies/chat/runs/{hosted.run}/stream",
            "/agents/charlies/sessions/first",
            f"/agents/charlies/sessions/{hosted.session}",
            f"/api/playground/charlies/runs/{hosted.run}/events",
            f"/api/playground/charlies/runs/{hosted.run}/requests",
            f"/api/playground/charlies/ledger?session_id={hosted.session}",
        ):
            answer = hosted.ask("charlie", "GET", path)
            assert answer.status_code == 404, (path, answer.text)
        for command in (f"chat/runs/{hosted.run}/cancel", f"chat/runs/{hosted.run}/tools/1"):
            answer = hosted.ask("charlie", "POST", f"/agents/charlies/{command}", json=BODY)
            assert answer.status_code == 404
        assert (
            hosted.ask("charlie", "DELETE", f"/agents/charlies/sessions/{hosted.session}").status_code == 404
        )

    def test_a_place_in_a_run_of_others_leads_nowhere(self, hosted: Hosted) -> None:
        url = f"http://127.0.0.1:{hosted.port}/agents/charlies/chat/stream?message=x"
        headers = {**hosted.headers("charlie"), "Last-Event-ID": f"{hosted.run}:0"}
        answer = httpx.get(url, headers=headers)
        assert (answer.status_code, answer.text) == (204, "")


class TestAMember:
    def test_has_the_agent_and_sessions_of_his_own(self, hosted: Hosted) -> None:
        assert hosted.ask("bob", "GET", "/agents/shared/health").status_code == 200
        assert hosted.ask("bob", "GET", "/agents/shared/sessions").json() == {"sessions": []}

    def test_reads_no_session_of_another_by_its_name(self, hosted: Hosted) -> None:
        mine = hosted.ask("alice", "GET", "/agents/shared/sessions/first")
        assert mine.json()["messages"][1]["text"] == SECRET_WORD
        assert hosted.ask("bob", "GET", "/agents/shared/sessions/first").status_code == 404
        assert hosted.ask("bob", "DELETE", "/agents/shared/sessions/first").status_code == 404

    def test_resets_and_counts_no_session_of_another_by_its_name(self, hosted: Hosted) -> None:
        summary = hosted.ask("bob", "POST", "/agents/shared/cost-summary/reset?session_id=first")
        assert summary.json()["closed"]["total_tokens"] == 0
        ledger = hosted.ask("bob", "GET", "/api/playground/shared/ledger")
        assert ledger.json() == {"entries": []}

    def test_joins_a_session_by_the_id_that_he_was_given(self, hosted: Hosted) -> None:
        shown = hosted.ask("bob", "GET", f"/agents/shared/sessions/{hosted.session}")
        assert shown.json()["messages"][1]["text"] == SECRET_WORD

    def test_neither_sets_up_nor_deletes_the_session_that_he_joined(self, hosted: Hosted) -> None:
        """What Alice typed for it would go to wherever he says."""
        mine = {"variables": {"OPENAI_BASE_URL": "https://bob.example"}, "model": "demo"}
        session = hosted.session
        for method, path, body in (
            ("PUT", f"/api/playground/shared/sessions/{session}/settings", mine),
            ("DELETE", f"/agents/shared/sessions/{session}", None),
        ):
            answer = hosted.ask("bob", method, path, json=body)
            assert answer.status_code == 403, answer.text
            assert answer.json()["error"]["code"] == "not_your_session"
        assert hosted.ask("alice", "GET", "/agents/shared/sessions/first").status_code == 200

    def test_is_welcomed_on_a_socket(self, hosted: Hosted) -> None:
        assert closed_with(hosted, "bob", "shared") is None


def open_socket(hosted: Hosted, who: str | None, agent: str) -> ClientConnection:
    headers = hosted.headers(who)
    headers.pop("Host")
    address = f"ws://studio.example/agents/{agent}/chat/ws"
    there = socket.create_connection(("127.0.0.1", hosted.port))
    return connect(address, sock=there, additional_headers=headers, open_timeout=30, proxy=None)


def closed_with(hosted: Hosted, who: str | None, agent: str) -> int | None:
    """The code of the refusal, None where the socket is open."""
    with open_socket(hosted, who, agent) as opened:
        try:
            assert json.loads(opened.recv(timeout=30))["type"] == "connected"
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0
        return None
