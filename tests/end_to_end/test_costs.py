"""What an exported project says about money: exact where known, null where not, kept over a restart."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes import FakeProvider, Reply, Usage, words
from tests.generated.fake_environment import fake_environment
from tests.generated.served import ServedProject
from tests.generated.viewers import stream_events


def summary(server: ServedProject, **query: str) -> dict[str, Any]:
    answer = httpx.get(f"{server.url}/cost-summary", params=query)
    assert answer.status_code == 200
    answered: dict[str, Any] = answer.json()
    found: dict[str, Any] = answered.get("cost_summary", answered)
    return found


def chat(server: ServedProject, session_id: str, message: str = "hello") -> httpx.Response:
    return httpx.post(f"{server.url}/chat", json={"message": message, "session_id": session_id}, timeout=30)


@pytest.fixture
def own_server(
    project: Path, python: Path, provider: FakeProvider, tmp_path: Path
) -> Iterator[ServedProject]:
    """A server with data and environment of its own; the tests below stop and start it."""
    environment = {**fake_environment(provider), "DATA_DIR": str(tmp_path), "TEST_MODEL": "gpt-4o"}
    provider.forget()
    with ServedProject(project, python, environment) as running:
        yield running


def test_costs_of_a_session_add_up_and_do_not_mix_with_others(server, provider, session_id):
    provider.answer(Reply(usage=Usage(input=100, output=10)), Reply(usage=Usage(input=200, output=20)))
    assert chat(server, session_id).status_code == 200
    assert chat(server, f"{session_id}-other").status_code == 200
    mine = summary(server, session_id=session_id)
    assert (mine["prompt_tokens"], mine["completion_tokens"], mine["total_tokens"]) == (100, 10, 110)
    other = summary(server, session_id=f"{session_id}-other")
    assert (other["prompt_tokens"], other["completion_tokens"]) == (200, 20)


def test_a_reset_begins_again_at_zero_and_tells_what_it_closed(server, provider, session_id):
    provider.answer(Reply(usage=Usage(input=100, output=10)), Reply(usage=Usage(input=5, output=5)))
    chat(server, session_id)
    answer = httpx.post(f"{server.url}/cost-summary/reset", params={"session_id": session_id})
    assert answer.status_code == 200
    assert "110" in answer.text
    assert summary(server, session_id=session_id)["total_tokens"] == 0
    chat(server, session_id)
    assert summary(server, session_id=session_id)["total_tokens"] == 10


def test_a_provider_that_reports_nothing_leaves_an_estimate_that_says_so(server, provider, session_id):
    provider.answer(words(10, usage=None))
    found = stream_events(server.url, "hello", session_id)[-1]["cost_summary"]
    assert found["estimated"] is True
    assert found["completion_tokens"] >= 10
    assert found["total_cost"] > 0


def test_costs_survive_a_restart_and_even_a_kill(own_server, provider, session_id):
    provider.answer(Reply(usage=Usage(input=1000, output=100)))
    assert chat(own_server, session_id).status_code == 200
    before = summary(own_server, session_id=session_id)
    assert before["total_tokens"] == 1100
    own_server.stop(signal.SIGKILL)
    own_server.start()
    assert summary(own_server, session_id=session_id) == before


def test_a_run_that_dies_with_its_server_is_entered_with_what_is_known(own_server, provider, session_id):
    provider.answer(words(200, tokens_per_second=20))
    url = f"{own_server.url}/chat/stream"
    with httpx.Client(timeout=30) as client:
        query = {"message": "hello", "session_id": session_id}
        with client.stream("GET", url, params=query) as response:
            for line in response.iter_lines():
                if '"token_count": 20' in line or '"token_count":20' in line:
                    break
            own_server.stop(signal.SIGKILL)
    own_server.start()
    found = summary(own_server, session_id=session_id)
    assert found["total_tokens"] > 0
    assert found["estimated"] is True


def test_an_unknown_price_is_null_and_never_zero(project, python, provider, session_id, tmp_path):
    provider.forget()
    environment = {**fake_environment(provider), "TEST_MODEL": "house-model-7b"}
    environment["DATA_DIR"] = str(tmp_path)
    with ServedProject(project, python, environment) as server:
        got = stream_events(server.url, "hello", session_id)
        found = summary(server, session_id=session_id)
    assert all(event["cost"] is None for event in got if event["type"] == "token")
    for figures in (got[-1]["cost_summary"], found):
        assert figures["total_cost"] is None
        assert figures["priced"] is False
        assert figures["total_tokens"] > 0
