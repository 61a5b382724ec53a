"""A conversation is remembered in its session, and nowhere else."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.scripted_model import ScriptedModel


def said_to_the_model(model: ScriptedModel) -> list[str]:
    return [message.text for message in model.heard[-1] if message.type == "human"]


def test_a_session_goes_on_where_it_was(client: TestClient, model: ScriptedModel) -> None:
    for message in ("One", "Two"):
        client.post("/chat", json={"message": message, "session_id": "memory-1"})
    assert said_to_the_model(model) == ["One", "Two"]


def test_two_sessions_never_see_each_other(client: TestClient, model: ScriptedModel) -> None:
    client.post("/chat", json={"message": "A secret", "session_id": "memory-2"})
    client.post("/chat", json={"message": "Hello", "session_id": "memory-3"})
    assert said_to_the_model(model) == ["Hello"]


def test_a_forgotten_session_is_gone(client: TestClient) -> None:
    client.post("/chat", json={"message": "One", "session_id": "memory-4"})
    assert client.get("/sessions/memory-4").status_code == 200
    assert client.delete("/sessions/memory-4").status_code < 300
    assert client.get("/sessions/memory-4").status_code == 404
