"""What a manifest keeps from the model of a message, and what a caller brought, is in no table afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded, scaled
from tests.agents_runtime.serving.manifests import PLAIN, manifest
from tests.agents_runtime.serving.viewers import started
from tests.agents_runtime.soak.books import Books
from tests.fakes import FakeProvider, Reply, words

NUMBER = "123-45-6789"
SECRET = f"My SSN is {NUMBER}"
REDACTED = "My SSN is [REDACTED_SSN]"


def agent_that(action: str) -> str:
    rules = {"enabled": True, "types": ["ssn"], "action": action}
    return manifest(f"{action}s", safety={"pii_detection": rules})


@pytest.fixture(scope="module", params=[embedded, scaled], ids=["embedded", "scaled"])
def playground(
    request: pytest.FixtureRequest, provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Playground]:
    with request.param(provider, tmp_path_factory.mktemp("kept"), STUDIO_GRACE_SECONDS="60") as running:
        yield running


@pytest.fixture
def agent_of(playground: Playground) -> Callable[[str], str]:
    return lambda text: playground.url + playground.create_agent(text)


def tables_with(playground: Playground, text: str) -> set[str]:
    """Those of the runtime in which it stands anywhere."""
    books = Books(playground)
    return {table for table in TABLES if text in str(books.rows(f"SELECT * FROM {table}"))}


TABLES = {f"agents_runtime_{name}" for name in ("session", "run", "runevent", "modelrequest", "ledgerentry")}


async def listed(client: httpx.AsyncClient, base: str, session: str) -> tuple[str, str]:
    """The session's title, and the message that it begins with."""
    sessions = (await client.get(f"{base}/sessions")).json()["sessions"]
    [title] = [one["title"] for one in sessions if one["session_id"] == session]
    return title, (await client.get(f"{base}/sessions/{session}")).json()["messages"][0]["text"]


@pytest.mark.parametrize("stopped", [False, True])
async def test_what_was_redacted_is_kept_redacted(
    playground: Playground,
    agent_of: Callable[[str], str],
    provider: FakeProvider,
    client: httpx.AsyncClient,
    session: str,
    stopped: bool,
) -> None:
    base = agent_of(agent_that("redact"))
    provider.forget()
    provider.always(words(60, tokens_per_second=20))
    async with started(base, SECRET, session) as (run_id, first):
        title, _ = await listed(client, base, session)
        assert title == ""
        if stopped:
            await asked(provider)
            await client.post(f"{base}/chat/runs/{run_id}/cancel")
        assert (await first).is_over
    assert await listed(client, base, session) == (REDACTED, REDACTED)
    assert tables_with(playground, NUMBER) == set()


async def asked(provider: FakeProvider) -> None:
    await asyncio.to_thread(provider.wait_for, lambda seen: any("[REDACTED" in one.text for one in seen))


async def test_what_was_blocked_is_not_kept_and_gives_no_title(
    playground: Playground,
    agent_of: Callable[[str], str],
    provider: FakeProvider,
    client: httpx.AsyncClient,
    session: str,
) -> None:
    base = agent_of(agent_that("block"))
    provider.always(Reply(text="Hello!"))
    answer = await client.post(f"{base}/chat", json={"message": SECRET, "session_id": session})
    assert answer.json()["error"]["code"] == "pii_blocked"
    assert (await listed(client, base, session))[0] == ""
    assert tables_with(playground, NUMBER) == set()
    await client.post(f"{base}/chat", json={"message": "What now?", "session_id": session})
    assert (await listed(client, base, session))[0] == "What now?"


async def test_a_conversation_that_the_caller_brought_is_gone_with_the_run(
    playground: Playground,
    agent_of: Callable[[str], str],
    provider: FakeProvider,
    client: httpx.AsyncClient,
) -> None:
    base = agent_of(PLAIN)
    provider.always(Reply(text="Hello!"))
    said = [{"role": "user", "content": "I am Ermintrude"}, {"role": "assistant", "content": "Hello!"}]
    body = {"model": "plain", "messages": [*said, {"role": "user", "content": "And?"}]}
    for stream in (False, True):
        answer = await client.post(f"{base}/v1/chat/completions", json={**body, "stream": stream})
        assert answer.status_code == 200
    # What was sent to the model stays with the run's events, for as long as those do.
    assert tables_with(playground, "Ermintrude") <= {"agents_runtime_modelrequest", "agents_runtime_runevent"}
    assert (await client.get(f"{base}/sessions")).json() == {"sessions": []}


def kill(playground: Playground) -> None:
    """All that runs agents, and start it again."""
    processes = playground.workers or playground.web
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    for process in processes:
        process.launch()
    for process in processes:
        process.wait_until_ready()


async def test_what_was_redacted_is_kept_so_when_its_process_dies(
    playground: Playground,
    agent_of: Callable[[str], str],
    provider: FakeProvider,
    client: httpx.AsyncClient,
    session: str,
) -> None:
    base = agent_of(agent_that("redact"))
    provider.forget()
    provider.always(words(1_000, tokens_per_second=20))
    async with started(base, SECRET, session) as (_, first):
        await asked(provider)
        await asyncio.sleep(0.5)  # what was shown until then is saved
        first.cancel()
    await asyncio.to_thread(kill, playground)
    for _ in range(150):
        shown = (await client.get(f"{base}/sessions/{session}")).json()
        if not shown["running"]:
            break
        await asyncio.sleep(0.2)
    assert shown["messages"][-1]["error_type"] == "interrupted"
    assert await listed(client, base, session) == (REDACTED, REDACTED)
    assert tables_with(playground, NUMBER) == set()
