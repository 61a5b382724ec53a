"""Providers that refuse, break off or fall silent: one clear error, no text twice, no secret."""

from __future__ import annotations

import json

from tests.fakes import Reply, words
from tests.generated.fake_environment import KEY
from tests.generated.viewers import text_of

from .drive import Drive

SECRET = "upstream says: the key sk-live-abcdefghijklmnopqrstuvwxyz is wrong"
REFUSALS = {401: (502, "provider_error"), 429: (429, "rate_limited"), 500: (502, "provider_error")}


def tells_of_refusals(drive: Drive) -> None:
    for refusal, (status, kind) in REFUSALS.items():
        message = f"the provider says {refusal}"
        drive.provider.when(message, Reply(status=refusal, error=SECRET))
        session = drive.session(f"refused-{refusal}")
        answer = drive.chat(message, session)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, kind), answer.text
        assert str(refusal) in answer.json()["error"]["message"]
        got = drive.run(message, session)
        assert [event["type"] for event in got].count("error") == 1
        assert (got[-1]["type"], got[-1]["error_type"]) == ("error", kind)
        assert got[-1]["cost_summary"]["total_tokens"] == 0
        said = answer.text + json.dumps(got) + drive.server.log
        assert "sk-live" not in said
        assert KEY not in said


def tries_again_before_the_first_token(drive: Drive) -> None:
    message = "the provider fails once"
    drive.provider.when(message, Reply(status=500), Reply(text="second time lucky"))
    got = drive.run(message, drive.session("flaky"))
    assert (got[-1]["type"], text_of(got)) == ("done", "second time lucky"), got[-1]
    assert len(drive.asked(message)) == 2


def shows_what_came_before_a_drop_once(drive: Drive) -> None:
    message, session = "the provider drops it", drive.session("dropped")
    drive.provider.when(message, words(9, drop_after=4))
    got = drive.run(message, session)
    assert text_of(got) == "w0 w1 w2 w3 "
    assert (got[-1]["type"], got[-1]["error_type"]) == ("error", "provider_error"), got[-1]
    summary = got[-1]["cost_summary"]
    assert summary["estimated"] is True
    assert summary["completion_tokens"] > 0
    assert len(drive.asked(message)) == 1
    drive.provider.when("and again", Reply(text="better now"))
    assert drive.chat("and again", session).json()["response"] == "better now"


def gives_up_on_a_stall(drive: Drive) -> None:
    message = "the provider falls silent"
    drive.provider.when(message, words(9, stall_after=3))
    got = drive.run(message, drive.session("stalled"))
    assert text_of(got) == "w0 w1 w2 "
    assert (got[-1]["type"], got[-1]["error_type"]) == ("error", "timeout"), got[-1]
    [request] = drive.asked(message)
    drive.provider.wait_for(lambda _: request.disconnected_at is not None)
