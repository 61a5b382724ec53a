"""The playground under test stands in for the kit's server; each set-up is started once, by its module."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, warm_up
from tests.exporter.kit.protocol.conftest import message, provider, session
from tests.exporter.kit.protocol.test_openai import openai_client

__all__ = ["message", "openai_client", "provider", "session"]

MANIFEST = """\
apiVersion: ossa/v0.4.6
kind: Agent
metadata:
  name: test-agent
  version: 1.0.0
  description: What the protocol tests talk to
spec:
  role: "You are helpful. The secret word is marzipan."
  llm:
    provider: openai
    model: gpt-4o
    timeout: 3
    retry_config: {max_attempts: 2, backoff_strategy: none, initial_delay_ms: 50}
"""


@pytest.fixture(scope="module")
def base_url(playground: Playground) -> str:
    """The address of the agent; `playground` is the module's own, and every process of it has run once."""
    url = playground.url + playground.create_agent(MANIFEST)
    warm_up(url, 4)
    return url


@pytest.fixture(scope="module")
def socket_url(base_url: str) -> str:
    return base_url.replace("http", "ws", 1) + "/chat/ws"


@pytest.fixture
async def client(base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A connection for each request, so that where there are several web processes they take turns."""
    one_each = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=base_url, timeout=30, limits=one_each) as client:
        yield client
