"""The pages of agents as they come from the server, before any script runs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from django.test import Client

from studio.agents import archive_agent, create_agent, save_revision
from studio.models import User
from studio.views.editor import DEMO
from tests.studio.people import People

SignIn = Callable[[User | None], Client]
TEXT = "metadata: {name: helper}\n"


def page_of(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def what_scripts_learn(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="initial" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    learnt: dict[str, Any] = json.loads(found[1])
    return learnt


def test_an_agents_page_is_the_editor_with_its_newest_text(client: httpx.Client) -> None:
    demo = DEMO.read_text(encoding="utf-8")
    made = client.post("/api/agents", json={"text": TEXT}).json()
    client.post(f"/api/agents/{made['name']}/revisions", json={"text": demo, "document": 0})
    page = client.get(made["url"]).text
    assert demo in html.unescape(page)
    learnt = what_scripts_learn(page)
    assert learnt["agent"] == {"name": made["name"], "title": "helper", "revision": 2}
    assert learnt["text"] == demo
    assert '<h1 id="subject">helper</h1>' in page
    assert "Ready" in page


@pytest.mark.parametrize(
    "text", ["", TEXT, "spec: [half\n  done", "a: 1\n---\nb: 2\n", "metadata: {name: </script><b>}"]
)
@pytest.mark.parametrize("document", [0, 7])
def test_half_done_work_has_its_page_too(client: httpx.Client, text: str, document: int) -> None:
    made = client.post("/api/agents", json={"text": text, "document": document}).json()
    answer = client.get(made["url"])
    assert answer.status_code == 200
    assert what_scripts_learn(answer.text)["text"] == text
    assert "Does not export" in answer.text
    assert "<b>" not in answer.text


def test_the_first_page_is_no_agents(client: httpx.Client) -> None:
    assert "agent" not in what_scripts_learn(client.get("/").text)


def test_alice_and_bob_see_the_agents_page_and_charlie_gets_404(people: People, sign_in: SignIn) -> None:
    create_agent(people.workspace, people.alice, TEXT)
    for user in (people.alice, people.bob):
        assert TEXT in page_of(sign_in(user), "/agents/helper")
    for stranger in (people.charlie, None):
        answer = sign_in(stranger).get("/agents/helper")
        assert answer.status_code == 404
        assert "There is no such page" in answer.content.decode()


def test_the_list_has_the_agents_of_ones_workspaces_with_their_revision(
    people: People, sign_in: SignIn
) -> None:
    agent, _ = create_agent(people.workspace, people.alice, TEXT)
    gone, _ = create_agent(people.workspace, people.alice, "metadata: {name: gone}")
    save_revision(agent, people.alice, "kind: Agent\n")
    archive_agent(gone)
    for user in (people.alice, people.bob):
        page = page_of(sign_in(user), "/agents")
        assert 'href="/agents/helper"' in page
        assert "revision 2" in page
        assert "gone" not in page
    assert "/agents/helper" not in page_of(sign_in(people.charlie), "/agents")


def test_the_list_of_who_has_none_says_how_to_begin(people: People, sign_in: SignIn) -> None:
    page = page_of(sign_in(people.charlie), "/agents")
    assert "Agents that you save are listed here" in page


def test_nobody_in_particular_has_no_list(people: People, sign_in: SignIn) -> None:
    answer = sign_in(None).get("/agents")
    assert answer.status_code == 401
    assert "Sign in first" in answer.content.decode()
