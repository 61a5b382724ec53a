"""Viewers who ask for a run and never read it: each costs a bounded piece of memory, and the run nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded, scaled
from tests.fakes import FakeProvider, Reply
from tests.generated.viewers import events, sse

READERS = 100
TOKENS, CHARACTERS = 2_500, 2_000
ANSWER_KB = TOKENS * CHARACTERS / 1024


@pytest.fixture(scope="module", params=[embedded, scaled], ids=["embedded", "scaled"])
def playground(
    request: pytest.FixtureRequest, provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Playground]:
    """Each set-up in turn, under uvicorn: stock Daphne does not wait for who does not read."""
    with request.param(provider, tmp_path_factory.mktemp("playground")) as running:
        yield running


def resident_kb(pid: int) -> int:
    """Memory of a process, now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def ask_and_never_read(url: str, path: str, stack: ExitStack) -> None:
    """Its window is small, so that the server notices at once."""
    place = urlsplit(url)
    sock = stack.enter_context(socket.socket())
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    sock.connect((place.hostname, place.port))
    sock.sendall(f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())


def heard_whole(url: str, message: str, session: str, stack: ExitStack | None) -> int:
    """How many tokens a viewer got of a run that others, with a `stack`, watch without reading."""
    body = {"message": message, "session_id": session}
    seen = 0
    with sse(f"{url}/chat/stream", body) as response:
        for event in events(response):
            if stack is not None and event["type"] == "llm_start":
                for _ in range(READERS):
                    path = f"{urlsplit(url).path}/chat/runs/{event['run_id']}/stream"
                    ask_and_never_read(url, path, stack)
            seen += event["type"] == "token"
    assert event["type"] == "done", event
    return seen


def test_readers_who_never_read_cost_bounded_memory_and_the_run_nothing(
    playground: Playground, agent: str, provider: FakeProvider, message: str, session: str
) -> None:
    url = playground.url + agent
    web = [process.pid for process in playground.web]
    provider.always(Reply(tokens=("x" * CHARACTERS,) * TOKENS, tokens_per_second=1_000))
    for number, process in enumerate(playground.web):  # what one such run takes, each has taken once
        assert heard_whole(process.url + agent, message, f"{session}-{number}", None) == TOKENS
    before = sum(map(resident_kb, web))
    with ExitStack() as stack:
        assert heard_whole(url, message, session, stack) == TOKENS
        grown = sum(map(resident_kb, web)) - before
        assert httpx.get(f"{url}/health").status_code == 200
    # Each would hold the whole answer; the run's own log, which all of them share, is a few of it.
    assert grown < READERS * ANSWER_KB / 2, f"{grown} KB"
