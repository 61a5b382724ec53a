"""A server with as many viewers as it takes: what it refuses is not answered, nor paid for, all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded
from tests.agents_runtime.serving.viewers import started
from tests.fakes import FakeProvider, words


@pytest.fixture(scope="module")
def playground(provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    folder = tmp_path_factory.mktemp("full")
    with embedded(provider, folder, STUDIO_MAX_VIEWERS="1", STUDIO_GRACE_SECONDS="60") as running:
        yield running


@pytest.fixture
def base(playground: Playground, agent: str) -> str:
    return playground.url + agent


@pytest.fixture
async def run_id(
    base: str, client: httpx.AsyncClient, provider: FakeProvider, message: str, session: str
) -> AsyncIterator[str]:
    """The run that the one viewer watches for whom there is room."""
    provider.when(message, words(200, tokens_per_second=20))
    async with started(base, message, session) as (run_id, _):
        yield run_id
        await client.post(f"{base}/chat/runs/{run_id}/cancel")


@pytest.mark.usefixtures("run_id")
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_message_whose_stream_is_refused_starts_no_run(
    base: str, client: httpx.AsyncClient, session: str, method: str
) -> None:
    sent = {"message": "And more?", "session_id": f"{session}-refused"}
    how = {"params": sent} if method == "GET" else {"json": sent}
    refused = await client.request(method, f"{base}/chat/stream", **how)  # type: ignore[arg-type]
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "server_full")
    assert int(refused.headers["Retry-After"]) > 0
    # A run that is there begins sooner or later, whoever was told what.
    left = await client.get(f"{base}/sessions/{session}-refused")
    assert left.status_code == 404, left.text


async def test_a_viewer_who_comes_back_is_not_told_that_the_run_is_over(
    base: str, client: httpx.AsyncClient, run_id: str
) -> None:
    back = await client.get(f"{base}/chat/stream", headers={"Last-Event-ID": f"{run_id}:3"})
    assert (back.status_code, back.json()["error"]["code"]) == (503, "server_full")


@pytest.mark.usefixtures("run_id")
async def test_whoever_streams_nothing_is_answered(base: str, client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{base}/chat", json={"message": "Hello"})
    assert answer.status_code == 200
    asked = {"model": "x", "messages": [{"role": "user", "content": "Hello"}]}
    for stream in (False, True):
        answer = await client.post(f"{base}/v1/chat/completions", json={**asked, "stream": stream})
        assert answer.status_code == 200
