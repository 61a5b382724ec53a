"""A server that is killed and started again, with a model that nobody knows the price of."""

from __future__ import annotations

import signal
from typing import Any

from tests.fakes import Reply, Usage

from .drive import Drive

UNKNOWN_MODEL = "house-model-7b"


def keeps_costs_over_a_restart(drive: Drive) -> None:
    session = drive.session("kept")
    drive.provider.when("before the restart", Reply(usage=Usage(input=1000, output=100)))
    assert drive.chat("before the restart", session).status_code == 200
    before = summary(drive, session)
    assert before["total_tokens"] > 0
    drive.server.stop(signal.SIGKILL)
    drive.server.environment = {**drive.server.environment, drive.variant.model_variable: UNKNOWN_MODEL}
    drive.server.start()
    assert summary(drive, session) == {**before, "model": UNKNOWN_MODEL}  # the one in use now
    assert drive.chat("after the restart", session).status_code == 200
    told = drive.told_about("after the restart")
    assert ("before the restart" in told) is drive.variant.remembers_over_restart


def does_not_know_a_price(drive: Drive) -> None:
    """Unknown is null, and never 0."""
    session = drive.session("unpriced")
    got = drive.run("what does it cost", session)
    assert got[-1]["type"] == "done", got[-1]
    tokens = [event for event in got if event["type"] == "token"]
    assert tokens and all(event["cost"] is None for event in tokens)
    for figures in (got[-1]["cost_summary"], summary(drive, session)):
        assert (figures["total_cost"], figures["priced"]) == (None, False)
        assert figures["total_tokens"] > 0


def summary(drive: Drive, session: str) -> dict[str, Any]:
    answer = drive.get("/cost-summary", params={"session_id": session})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
