"""The short list: what every variant does, one after the other in one session."""

from __future__ import annotations

import json
from typing import Any

import httpx
import yaml

from tests.fakes import Reply, ToolCall, Usage, words
from tests.generated.viewers import Event, events, receive, receive_until, send, text_of, types_of, websocket

from .cancelling import cancels
from .drive import Drive

USAGE = Usage(input=1000, output=50)


def drive_short_list(drive: Drive) -> None:
    is_healthy(drive)
    cancels(drive)
    answers_a_message(drive)
    streams_events(drive)
    talks_over_websocket(drive)
    remembers(drive)
    calls_its_tool(drive)
    describes_itself(drive)


def is_healthy(drive: Drive) -> None:
    answer = httpx.get(f"{drive.server.url}/health", timeout=30)
    assert answer.status_code == 200, answer.text


def answers_a_message(drive: Drive) -> None:
    drive.provider.answer(Reply(text="Good day", usage=USAGE))
    answer = drive.chat("the first message", drive.session("one"))
    assert answer.status_code == 200, answer.text + drive.server.log
    found = answer.json()
    assert found["response"] == "Good day"
    summary = found["cost_summary"]
    check_usage(drive, summary)
    assert summary["priced"] is (summary["total_cost"] is not None)
    if drive.variant.priced is not None:
        assert summary["priced"] is drive.variant.priced, summary


def streams_events(drive: Drive) -> None:
    path = drive.variant.sse_path
    if path != "/chat/stream":
        assert drive.get("/chat/stream", params={"message": "hello"}).status_code == 404
    if path is None:
        return
    drive.provider.answer(words(5, usage=USAGE))
    with drive.stream("the second message", drive.session("one")) as response:
        assert response.status_code == 200, response.read()
        check_run(drive, list(events(response)))


def talks_over_websocket(drive: Drive) -> None:
    session = drive.session("one")
    if drive.variant.websocket_path is None:
        assert drive.get("/chat/ws", params={"session_id": session}).status_code == 404
        return
    drive.provider.answer(words(5, usage=USAGE))
    address = f"{drive.websocket_url}?session_id={session}"
    with websocket(address, additional_headers=drive.headers) as socket:
        connected = receive(socket)
        send(socket, type="message", message="the third message")
        check_run(drive, [connected, *receive_until(socket)])


def check_run(drive: Drive, got: list[Event]) -> None:
    assert types_of(got) == ["connected", "llm_start", "token", "llm_end", "done"], got[-1]
    assert text_of(got) == got[-1]["result"] == "w0 w1 w2 w3 w4 "
    check_usage(drive, got[-1]["cost_summary"])


def check_usage(drive: Drive, summary: dict[str, Any]) -> None:
    """What the provider told; where it cannot be asked to tell, an estimate that is not nothing."""
    counted = (summary["prompt_tokens"], summary["completion_tokens"])
    assert counted == (1000, 50) if drive.variant.tells_usage else min(counted) > 0, summary


def remembers(drive: Drive) -> None:
    drive.provider.answer(Reply(text="Of course"))
    assert drive.chat("the last message", drive.session("one")).status_code == 200
    told = drive.told_about("the last message")
    assert ("the first message" in told) is drive.variant.remembers
    assert "a long one" not in told, "what was said in another session"


def calls_its_tool(drive: Drive) -> None:
    if drive.variant.call is None:
        return
    arguments = {"city": "Lyon", "guests": 2, "query": "x"}
    call = ToolCall(drive.variant.call, arguments, id="call_1")
    drive.provider.answer(Reply(text="", tool_calls=(call,)), Reply(text="That is it"))
    got = drive.run("use the tool", drive.session("one"))
    assert got[-1]["type"] == "done", got[-1]
    [ended] = [event for event in got if event["type"] in {"tool_end", "tool_error"}]
    told = json.dumps(drive.provider.requests[-1].body)
    if drive.variant.service in {"api", "mcp-file", "mcp-http"}:
        assert ended["type"] == "tool_end", ended
        assert "21" in told if drive.variant.service == "api" else "Sunny in Lyon" in told
    else:
        assert ended["type"] == "tool_error", ended
        assert "not implemented" in told.lower()


def describes_itself(drive: Drive) -> None:
    written = yaml.safe_load((drive.server.folder / "openapi.yaml").read_text(encoding="utf-8"))
    assert drive.get("/openapi.json").json() == written
