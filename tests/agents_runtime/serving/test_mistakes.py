"""What somebody is told who makes a mistake: where, what, and how to mend it."""

from __future__ import annotations

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(playground: Playground) -> httpx.Client:
    return httpx.Client(base_url=playground.url, timeout=30)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('{"message": "hi", "session_id": "a b"}', "1 to 128 characters of A-Z a-z 0-9 . _ : -"),
        ('{"message": "half of one: \\ud800"}', "hex escape"),
        ('{"message": "nul: \\u0000"}', "The message holds a NUL"),
        ('{"message": ', "JSON object, sent as application/json"),
        ('{"mesage": "hi"}', '"message": Field required'),
    ],
)
def test_a_message_that_cannot_be_taken_says_what_is_wrong(
    client: httpx.Client, agent: str, body: str, told: str
) -> None:
    answer = client.post(f"{agent}/chat", content=body, headers=JSON)
    assert answer.status_code == 422
    assert told in answer.json()["error"]["message"]


def test_a_wrong_parameter_is_named(client: httpx.Client, agent: str) -> None:
    name = agent.rpartition("/")[2]
    answer = client.get(f"/api/playground/{name}/ledger/sums", params={"by": "moon"})
    assert answer.status_code == 422
    assert answer.json()["error"]["message"].startswith('"by": ')


def test_an_agent_with_mistakes_says_which_when_it_is_asked(client: httpx.Client) -> None:
    path = client.post("/api/agents", json={"text": "kind: [Agent"}).json()["url"]
    answer = client.post(f"{path}/chat", json={"message": "hi"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_exportable")
    assert "Line 1" in answer.json()["error"]["message"]
