"""The agent answers as its prompt and the model tell it to."""

from __future__ import annotations

from fastapi.testclient import TestClient
from langchain_core.messages import AIMessage

import agent
from tests.scripted_model import ScriptedModel


def test_an_answer_comes_from_the_model(client: TestClient, model: ScriptedModel) -> None:
    model.replies.append(AIMessage("Good morning"))
    answer = client.post("/chat", json={"message": "Hi", "session_id": "agent-1"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["response"].strip() == "Good morning"
    assert answer.json()["session_id"] == "agent-1"


def test_the_model_is_given_the_prompt_as_it_is_written(client: TestClient, model: ScriptedModel) -> None:
    client.post("/chat", json={"message": "Hi", "session_id": "agent-2"})
    first, *_, last = model.heard[-1]
    assert first.type == "system"
    assert first.text == agent.SYSTEM_PROMPT
    assert last.text == "Hi"
