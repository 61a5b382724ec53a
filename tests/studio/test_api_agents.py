"""The API of agents and revisions: what alice may, what bob may, that charlie gets 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from django.test import Client

from studio.agents import create_agent
from studio.models import Membership, Role, User
from tests.studio.people import People

SignIn = Callable[[User | None], Client]
TEXT = "metadata: {name: helper}\n"
ROUTES = [
    ("get", "/api/agents/helper", None),
    ("get", "/api/agents/helper/revisions", None),
    ("get", "/api/agents/helper/revisions/1", None),
    ("post", "/api/agents/helper/revisions", {"text": "stolen"}),
    ("patch", "/api/agents/helper", {"title": "Stolen"}),
    ("post", "/api/agents/helper/restore", {}),
    ("delete", "/api/agents/helper", None),
]
CHANGING = [route for route in ROUTES if route[0] != "get"]


def call(browser: Client, method: str, path: str, body: Any = None) -> Any:
    return getattr(browser, method)(path, data=body, content_type="application/json")


def test_an_agent_is_made_saved_and_read_back(client: httpx.Client) -> None:
    made = client.post("/api/agents", json={"text": "metadata: {name: Round Trip}\n"})
    assert made.status_code == 201
    name = made.json()["name"]
    assert made.json() == {"name": name, "title": "Round Trip", "revision": 1, "url": f"/agents/{name}"}
    revisions = f"/api/agents/{name}/revisions"
    second = {"text": "metadata: {name: other}\n---\n", "document": 1, "expected": 1}
    assert client.post(revisions, json=second).status_code == 201
    again = client.post(revisions, json=second)
    assert (again.status_code, again.json()) == (200, {"revision": 2})
    shown = client.get(f"/api/agents/{name}").json()
    listed = next(agent for agent in client.get("/api/agents").json() if agent["name"] == name)
    assert listed.pop("sessions") == 0
    assert shown == {**listed, "text": second["text"], "document": 1}
    assert (shown["title"], shown["revision"]) == ("Round Trip", 2)
    lines = client.get(revisions).json()
    assert [(line["number"], line["author"]) for line in lines] == [(2, "local"), (1, "local")]
    first = client.get(f"{revisions}/1").json()
    assert first == {"number": 1, "text": "metadata: {name: Round Trip}\n", "document": 0}


def test_somebody_who_saved_first_is_not_overwritten(client: httpx.Client) -> None:
    url = client.post("/api/agents", json={"text": TEXT}).json()["url"]
    for text, status in (("mine", 201), ("yours", 409)):
        answer = client.post(f"/api{url}/revisions", json={"text": text, "expected": 1})
        assert answer.status_code == status
    error = answer.json()["error"]
    assert (error["code"], error["newest"]) == ("revision_conflict", 2)
    assert client.get(f"/api{url}").json()["text"] == "mine"


def test_an_archived_agent_is_gone_until_it_is_restored(client: httpx.Client) -> None:
    url = "/api" + client.post("/api/agents", json={"text": TEXT}).json()["url"]
    assert client.patch(url, json={"title": "Kept"}).json()["title"] == "Kept"
    assert client.delete(url).status_code == 204
    assert client.get(url).json()["error"]["code"] == "no_such_agent"
    assert url.rpartition("/")[2] not in [agent["name"] for agent in client.get("/api/agents").json()]
    assert client.post(f"{url}/restore").json()["title"] == "Kept"
    assert client.get(url).json()["text"] == TEXT


@pytest.mark.parametrize("half_done", ["", "spec: [half\n  done", "kind: Agent", "\ufeff# only a comment"])
def test_half_done_work_is_kept_byte_for_byte(client: httpx.Client, half_done: str) -> None:
    url = client.post("/api/agents", json={"text": half_done}).json()["url"]
    assert client.get(f"/api{url}").json()["text"] == half_done


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{}", "invalid_request"),
        (b'{"text": "", "document": -1}', "invalid_request"),
        (b'{"text": "", "document": 99999999999999999999}', "invalid_request"),
        (b'{"text": "a\\u0000"}', "not_storable"),
        (b'{"text": "a\\ud800"}', "not_storable"),
        (b'{"text": "' + b"x" * 1_100_000 + b'"}', "not_storable"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_the_one_shape(
    client: httpx.Client, body: bytes, code: str
) -> None:
    answer = client.post("/api/agents", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


@pytest.mark.parametrize("path", ["no-such", "a%00b", "x" * 300, "helper/revisions/99999999999999999999"])
def test_what_is_not_there_is_a_404(client: httpx.Client, path: str) -> None:
    client.post("/api/agents", json={"text": TEXT})
    answer = client.get(f"/api/agents/{path}")
    assert answer.status_code == 404
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_alice_and_bob_may_and_charlie_is_told_that_there_is_nothing(
    people: People, sign_in: SignIn, method: str, path: str, body: Any
) -> None:
    create_agent(people.workspace, people.alice, TEXT)
    answer = call(sign_in(people.charlie), method, path, body)
    missing = call(sign_in(people.charlie), method, path.replace("helper", "no-such"), body)
    assert answer.status_code == missing.status_code == 404
    assert answer.json()["error"]["code"] == missing.json()["error"]["code"] == "no_such_agent"
    assert call(sign_in(people.bob), method, path, body).status_code in (200, 201, 204)


@pytest.mark.parametrize(("method", "path", "body"), [*ROUTES, ("get", "/api/agents", None)])
def test_nobody_in_particular_is_asked_to_sign_in(
    people: People, sign_in: SignIn, method: str, path: str, body: Any
) -> None:
    create_agent(people.workspace, people.alice, TEXT)
    answer = call(sign_in(None), method, path, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")


@pytest.mark.parametrize(("method", "path", "body"), CHANGING)
def test_a_viewer_reads_and_changes_nothing(
    people: People, sign_in: SignIn, method: str, path: str, body: Any
) -> None:
    agent, _ = create_agent(people.workspace, people.alice, TEXT)
    Membership.objects.filter(user=people.bob).update(role=Role.VIEWER)
    bob = sign_in(people.bob)
    answer = call(bob, method, path, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "role_too_low")
    assert call(bob, "post", "/api/agents", {"text": TEXT}).status_code == 403
    agent.refresh_from_db()
    assert (agent.title, agent.archived_at, agent.revisions.count()) == ("helper", None, 1)


def test_each_sees_the_agents_of_their_own_workspaces(people: People, sign_in: SignIn) -> None:
    create_agent(people.workspace, people.alice, TEXT)
    seen = {
        user.username: [agent["name"] for agent in call(sign_in(user), "get", "/api/agents").json()]
        for user in (people.alice, people.bob, people.charlie)
    }
    assert seen == {"alice": ["helper"], "bob": ["helper"], "charlie": []}


def test_no_page_of_another_site_makes_an_agent(client: httpx.Client) -> None:
    before = len(client.get("/api/agents").json())
    forged = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
    assert client.post("/api/agents", content=b'{"text": ""}', headers=forged).status_code == 403
    assert len(client.get("/api/agents").json()) == before


def test_the_documentation_has_every_route(client: httpx.Client) -> None:
    page = client.get("/api/docs").text
    assert all(
        f"<code>{path}</code>" in page
        for path in ("/api/agents", "/api/agents/{name}", "/api/agents/{name}/revisions/{number}")
    )
