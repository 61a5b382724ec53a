"""Running playgrounds, one for each module of tests, and the fake providers behind them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from itertools import count

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded, warm_up
from tests.agents_runtime.serving.manifests import PLAIN
from tests.fakes import FakeProvider

_names = count(1)


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    """One for each module too: what it was told to answer there is nothing to the next."""
    with FakeProvider() as running:
        yield running


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """One process, with SQLite; a module that wants another set-up has a fixture of this name."""
    with embedded(provider, tmp_path_factory.mktemp("embedded")) as running:
        yield running


@pytest.fixture(scope="module")
def agent(playground: Playground) -> str:
    """The path of an agent without tools, which has answered once."""
    path = playground.create_agent(PLAIN)
    warm_up(playground.url + path, 1)
    return path


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A connection for each request, so that where there are several web processes they take turns."""
    one_each = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(timeout=30, limits=one_each) as client:
        yield client


@pytest.fixture
def session() -> str:
    """A session that no other test uses."""
    return f"session-{os.getpid()}-{next(_names)}"


@pytest.fixture
def message() -> str:
    """A message that no other test sends: the provider's script goes by it."""
    return f"question {os.getpid()}.{next(_names)}."
