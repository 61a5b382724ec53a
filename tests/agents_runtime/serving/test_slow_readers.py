"""Viewers who ask for a run and never read it: each costs a bounded piece of memory, and the run nothing."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded, scaled, warm_up
from tests.agents_runtime.serving.manifests import PLAIN
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


def memory_of(playground: Playground) -> int:
    """Of its web processes, in KB."""
    return sum(resident_kb(process.pid) for process in playground.web)


def watch_and_never_read(url: str, run_id: str, stack: ExitStack) -> socket.socket:
    return ask_and_never_read(f"{url}/chat/runs/{run_id}/stream", stack)


def ask_and_never_read(url: str, stack: ExitStack, body: str = "") -> socket.socket:
    """Its window is small, so that the server notices at once."""
    place = urlsplit(url)
    sock = stack.enter_context(socket.socket())
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    sock.connect((place.hostname, place.port))
    head = f"{'POST' if body else 'GET'} {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    sock.sendall(f"{head}\r\n{body}".encode())
    return sock


def heard_whole(url: str, message: str, session: str, stack: ExitStack | None = None) -> str:
    """The run that one viewer got all of, while others, with a `stack`, watched without reading."""
    body = {"message": message, "session_id": session}
    seen = 0
    with sse(f"{url}/chat/stream", body) as response:
        for event in events(response):
            if stack is not None and event["type"] == "llm_start":
                for _ in range(READERS):
                    watch_and_never_read(url, event["run_id"], stack)
            seen += event["type"] == "token"
    assert event["type"] == "done", event
    assert seen == TOKENS
    run_id: str = event["run_id"]
    return run_id


@pytest.fixture
def url(playground: Playground, agent: str, provider: FakeProvider, message: str, session: str) -> str:
    """The agent's; what one long run takes, each web process has taken once."""
    provider.always(Reply(tokens=("x" * CHARACTERS,) * TOKENS, tokens_per_second=1_000))
    for number, process in enumerate(playground.web):
        heard_whole(process.url + agent, message, f"{session}-{number}")
    return playground.url + agent


# Each of them would hold the whole answer; the run's own log, which all share, is a few of it.
BOUND_KB = READERS * ANSWER_KB / 2


def test_readers_who_never_read_cost_bounded_memory_and_the_run_nothing(
    playground: Playground, url: str, message: str, session: str
) -> None:
    before = memory_of(playground)
    with ExitStack() as stack:
        heard_whole(url, message, session, stack)
        assert memory_of(playground) - before < BOUND_KB
        assert httpx.get(f"{url}/health").status_code == 200


def test_readers_who_come_when_it_is_over_share_what_is_read_for_them(
    playground: Playground, url: str, message: str, session: str
) -> None:
    run_id = heard_whole(url, message, session)
    before = memory_of(playground)
    with ExitStack() as stack:
        for reader in [watch_and_never_read(url, run_id, stack) for _ in range(READERS)]:
            assert reader.recv(12) == b"HTTP/1.1 200"
        assert memory_of(playground) - before < BOUND_KB


def test_readers_who_never_read_keep_no_process_from_ending(provider: FakeProvider, tmp_path: Path) -> None:
    """`stop` waits for 30 s, and a reader would be waited for twice as long."""
    asked = json.dumps({"model": "any", "stream": True, "messages": [{"role": "user", "content": "Hello"}]})
    with embedded(provider, tmp_path) as playground:
        url = playground.url + playground.create_agent(PLAIN)
        warm_up(url, 1)
        provider.always(Reply(tokens=("x" * CHARACTERS,) * TOKENS, tokens_per_second=1_000))
        run_id = heard_whole(url, "Hello", "heard")
        with ExitStack() as stack:
            before = len(provider.requests)
            readers = [
                watch_and_never_read(url, run_id, stack),
                ask_and_never_read(f"{url}/v1/chat/completions", stack, asked),
            ]
            for reader in readers:
                assert reader.recv(12) == b"HTTP/1.1 200"
            provider.wait_for(lambda seen: len(seen) > before and seen[-1].tokens_sent == TOKENS, 30)
            assert playground.web[0].stop() in (0, -signal.SIGTERM)
