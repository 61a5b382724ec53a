"""One exported project, installed from its own lock, served, with the fake provider behind it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.fakes import FakeProvider
from tests.generated.environments import environment_for, shared_folder
from tests.generated.fake_environment import fake_environment
from tests.generated.projects import export_to
from tests.generated.served import ServedProject

MANIFEST = """\
apiVersion: ossa/v0.4.6
kind: Agent
metadata:
  name: end-to-end
  version: 1.0.0
  description: The agent that the end-to-end tests drive
spec:
  role: "You are a helpful AI assistant. Secret word: marzipan {braces} \\\\ \\"quotes\\""
  llm:
    provider: openai
    model: ${TEST_MODEL:-gpt-4o}
    timeout: 6
    retry_config: {max_attempts: 3, backoff_strategy: none, initial_delay_ms: 50}
  tools:
    - type: function
      name: book_table
      description: Books a table
      parameters:
        type: object
        properties:
          guests: {type: integer, description: How many}
        required: [guests]
"""
session_numbers = count(1)


@pytest.fixture(scope="session")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as running:
        yield running


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_to(MANIFEST, tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def python(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment_for(project / "requirements.lock", shared_folder(tmp_path_factory))


@pytest.fixture(scope="session")
def shared_server(project: Path, python: Path, provider: FakeProvider) -> Iterator[ServedProject]:
    with ServedProject(project, python, fake_environment(provider)) as running:
        yield running


@pytest.fixture
def server(shared_server: ServedProject, provider: FakeProvider) -> ServedProject:
    """The running project, with nothing scripted and nothing recorded, and no run left from another test."""
    deadline = time.monotonic() + 60
    while httpx.get(f"{shared_server.url}/health", timeout=10).json()["running"]:
        assert time.monotonic() < deadline, "a run of another test does not end"
        time.sleep(0.1)
    provider.forget()
    return shared_server


@pytest.fixture
def session_id() -> str:
    return f"session-{next(session_numbers)}"
