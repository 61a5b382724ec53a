"""What is remembered of a message that held personal data: never more than the model was told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from langchain.agents import create_agent

from exporter.kit.agent_definition import AgentDefinition
from exporter.kit.api import create_app
from exporter.kit.conversations_memory import MemoryConversations
from exporter.kit.limits import Limits, create_middleware
from exporter.kit.pii import PiiAction, create_pii_middleware
from exporter.kit.run_context import RunContext
from tests.exporter.kit.agents import chat_model
from tests.fakes import FakeProvider


@pytest.mark.parametrize("action", ["redact", "block"])
def test_personal_data_kept_from_the_model_is_not_in_the_session_either(
    provider: FakeProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: PiiAction
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    async def build() -> Any:
        middleware = create_middleware(Limits(), pii=create_pii_middleware({"email": action}))
        return create_agent(chat_model(provider), middleware=middleware, context_schema=RunContext)

    agent = AgentDefinition("a", "1.0.0", "A", "", "openai", "gpt-4o", build, Limits(), MemoryConversations())
    with TestClient(create_app(agent)) as client:
        body = {"message": "I am ann@example.com", "session_id": "s"}
        answer = client.post("/chat", json=body)
        said = client.get("/sessions/s").json()["messages"]
    assert answer.status_code == (200 if action == "redact" else 422)
    assert said[0]["role"] == "user" and said[0]["text"]
    assert "ann@example.com" not in str(said) + "".join(request.text for request in provider.requests)
