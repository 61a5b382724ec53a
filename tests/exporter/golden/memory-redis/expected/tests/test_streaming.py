"""Runs as streams of events: everything in order, one last event."""

from __future__ import annotations

import json
from typing import Any

from fastapi.testclient import TestClient
from langchain_core.messages import AIMessage

from tests.scripted_model import ScriptedModel

SSE_PATH = "/chat/stream"
WEBSOCKET_PATH = "/chat/ws"


def check_run(events: list[dict[str, Any]]) -> None:
    """A run that said "Good morning", from its start to its end."""
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert "".join(event["token"] for event in events if event["type"] == "token") == "Good morning"
    assert events[-1]["type"] == "done"
    assert events[-1]["result"] == "Good morning"


def test_server_sent_events_tell_a_whole_run(client: TestClient, model: ScriptedModel) -> None:
    model.replies.append(AIMessage("Good morning"))
    answer = client.get(SSE_PATH, params={"message": "Hi", "session_id": "sse-1"})
    lines = [line for line in answer.text.splitlines() if line.startswith("data: ")]
    connected, *events = [json.loads(line.removeprefix("data: ")) for line in lines]
    assert connected["type"] == "connected"
    check_run(events)


def test_a_socket_tells_a_whole_run(client: TestClient, model: ScriptedModel) -> None:
    model.replies.append(AIMessage("Good morning"))
    with client.websocket_connect(f"{WEBSOCKET_PATH}?session_id=socket-1") as socket:
        assert socket.receive_json()["type"] == "connected"
        socket.send_json({"type": "message", "message": "Hi"})
        events = [socket.receive_json()]
        while events[-1]["type"] not in {"done", "error", "cancelled"}:
            events.append(socket.receive_json())
    check_run(events)


def test_a_socket_answers_while_nothing_runs(client: TestClient) -> None:
    with client.websocket_connect(f"{WEBSOCKET_PATH}?session_id=socket-2") as socket:
        socket.receive_json()
        socket.send_json({"type": "ping"})
        assert socket.receive_json()["type"] == "pong"
