"""The server around a scripted model: no key, no network, nothing of this machine's settings."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.scripted_model import ScriptedModel

VARIABLES = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "API_KEY",
    "HOST",
    "API_HOST",
    "PORT",
    "API_PORT",
    "ALLOWED_HOSTS",
    "DATA_DIR",
    "COSTS_DB",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "RUN_GRACE_SECONDS",
    "MAX_RUNS",
    "LANGSMITH_ENABLED",
    "LANGCHAIN_API_KEY",
    "LANGSMITH_API_KEY",
    "LANGCHAIN_PROJECT",
    "LANGSMITH_PROJECT",
    "LANGCHAIN_ENDPOINT",
    "LANGSMITH_ENDPOINT",
)
DATA = Path(tempfile.mkdtemp())

# Before the project is imported, and stronger than its .env.
os.environ.update(dict.fromkeys(VARIABLES, ""))
os.environ["DATA_DIR"] = str(DATA)


@pytest.fixture(scope="session")
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture(scope="session")
def client(model: ScriptedModel) -> Iterator[TestClient]:
    """The whole server with the scripted model, and without the limits that tests would run into."""
    import agent
    import server
    from api import create_app
    from limits import Limits

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agent, "create_chat_model", lambda: model)
        patch.setattr(agent, "LIMITS", Limits())
        definition = replace(agent.AGENT, limits=Limits())
        settings = replace(server.SETTINGS, requests_per_minute=None, cors_origins=(), websocket_port=None)
        with TestClient(create_app(definition, settings, server.ROUTERS)) as test_client:
            yield test_client
