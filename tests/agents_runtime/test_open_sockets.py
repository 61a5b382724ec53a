"""An open socket has no more access than a new one: what changes meanwhile counts for the next command."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.agents_runtime.builders import manifest
from tests.agents_runtime.test_budgets import in_a_process
from tests.agents_runtime.test_who_may import Hosted, hosted, open_socket

__all__ = ["hosted"]

numbers = count(1)

MEMBERS = "from studio.models import Membership, User, Workspace\nbob = User.objects.get(username='bob')\n"
AWAY = MEMBERS + "bob.memberships.all().delete()\n"
BACK = MEMBERS + "Membership.objects.create(workspace=Workspace.objects.first(), user=bob, role='editor')\n"
SHUT_OUT = MEMBERS + "User.objects.filter(pk=bob.pk).update(is_active=False)\n"
LET_IN = MEMBERS + "User.objects.filter(pk=bob.pk).update(is_active=True)\n"
COUNT = (
    "from agents_runtime.models import Run\nprint(Run.objects.filter(session__agent__name='{}').count())\n"
)
Change = Callable[[Hosted, str], AbstractContextManager[None]]
LAST = ("done", "cancelled", "error")


def in_the_database(hosted: Hosted, script: str) -> str:
    process = in_a_process(script, hosted.variables)
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return told


@contextmanager
def archived(hosted: Hosted, agent: str) -> Iterator[None]:
    assert hosted.ask("alice", "DELETE", f"/api/agents/{agent}").status_code == 204
    yield


@contextmanager
def bob_sent_away(hosted: Hosted, agent: str) -> Iterator[None]:
    in_the_database(hosted, AWAY)
    yield
    in_the_database(hosted, BACK)


@contextmanager
def bob_shut_out(hosted: Hosted, agent: str) -> Iterator[None]:
    in_the_database(hosted, SHUT_OUT)
    yield
    in_the_database(hosted, LET_IN)


@contextmanager
def bobs_socket(hosted: Hosted, name: str) -> Iterator[tuple[ClientConnection, str]]:
    """In the middle of a conversation with an agent of Alice's; with the id of the run that was."""
    made = hosted.ask("alice", "POST", "/api/agents", json={"text": manifest(name=name)})
    assert made.status_code == 201, made.text
    with open_socket(hosted, "bob", name) as opened:
        opened.send('{"type":"message","message":"Hello"}')
        event: dict[str, Any] = {"type": ""}
        while event["type"] not in LAST:
            event = json.loads(opened.recv(timeout=60))
        assert event["type"] == "done"
        yield opened, event["run_id"]


@pytest.fixture
def name() -> str:
    """An agent that no other test has."""
    return f"lent-{next(numbers)}"


@pytest.mark.parametrize("change", [archived, bob_sent_away, bob_shut_out])
class TestWhoLostTheAgent:
    def test_starts_no_run_and_is_told_what_a_stranger_is(
        self, hosted: Hosted, name: str, change: Change
    ) -> None:
        with bobs_socket(hosted, name) as (opened, _), change(hosted, name):
            opened.send('{"type":"message","message":"And again"}')
            assert json.loads(opened.recv(timeout=30))["error_type"] == "no_such_agent"
            with pytest.raises(ConnectionClosed) as closed:
                opened.recv(timeout=30)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4404
        assert in_the_database(hosted, COUNT.format(name)).strip() == "1"

    def test_neither_watches_nor_stops_a_run_of_it(self, hosted: Hosted, name: str, change: Change) -> None:
        with bobs_socket(hosted, name) as (opened, run), change(hosted, name):
            for command in ({"type": "resume", "run_id": run, "after": 0}, {"type": "cancel", "run_id": run}):
                opened.send(json.dumps(command))
                assert json.loads(opened.recv(timeout=30))["error_type"] == "no_such_run"
            opened.send('{"type":"cancel"}')
            assert json.loads(opened.recv(timeout=30))["error_type"] == "no_such_agent"
