"""The server under test. By default the kit's own; any other one where PROTOCOL_BASE_URL names it.

The other server has to be an agent on OpenAI's API at `http://127.0.0.1:$PROTOCOL_PROVIDER_PORT/v1`, with the
chat model gpt-4o and RUN_GRACE_SECONDS=1.5; tests that need the tools or variables of ours are skipped then.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.exporter.kit.protocol.served import ServedAgent
from tests.fakes import FakeProvider

OTHER_SERVER = os.environ.get("PROTOCOL_BASE_URL")
_names = count(1)


@pytest.fixture(scope="session")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider(int(os.environ.get("PROTOCOL_PROVIDER_PORT", "0"))) as running:
        yield running


@pytest.fixture(scope="session")
def kit_server(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedAgent]:
    """Our own test agent, with its tools, its data and its log."""
    if OTHER_SERVER:
        pytest.skip("needs the kit's own test agent")
    server = ServedAgent(provider.openai_url, tmp_path_factory.mktemp("served")).start()
    yield server
    server.end()


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    if OTHER_SERVER:
        return OTHER_SERVER
    server: ServedAgent = request.getfixturevalue("kit_server")
    return server.base_url


@pytest.fixture(scope="session")
def socket_url(base_url: str) -> str:
    return base_url.replace("http", "ws", 1) + "/chat/ws"


@pytest.fixture
async def client(base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=base_url, timeout=30) as client:
        yield client


@pytest.fixture
def start_server(provider: FakeProvider, tmp_path: Path) -> Iterator[Callable[..., ServedAgent]]:
    """Further servers, with variables of their own, on one data folder."""
    if OTHER_SERVER:
        pytest.skip("starts servers of its own")
    started: list[ServedAgent] = []

    def start(**variables: str) -> ServedAgent:
        server = ServedAgent(provider.openai_url, tmp_path, **variables).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.end()


@pytest.fixture
def session() -> str:
    """A session that no other test uses."""
    return f"session-{os.getpid()}-{next(_names)}"


@pytest.fixture
def message() -> str:
    """A message that no other test sends: the provider's script goes by it."""
    return f"question {os.getpid()}.{next(_names)}."
