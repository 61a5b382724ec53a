"""What every variant has to do once it is served, told in small steps."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import yaml

from tests.fakes import FakeProvider, Reply, ToolCall, Usage, words

from .served import ServedProject
from .variants import Variant
from .viewers import Event, events, receive, receive_until, send, sse, text_of, types_of, websocket

USAGE = Usage(input=1000, output=50)


@dataclass
class Drive:
    """A variant, its server, and the provider behind it."""

    variant: Variant
    server: ServedProject
    provider: FakeProvider

    def __post_init__(self) -> None:
        self.session_id = f"drive-{uuid4().hex}"
        key = self.variant.environment.get("API_KEY")
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    @property
    def websocket_address(self) -> str:
        port = self.variant.websocket_port or self.server.port
        path = f"{self.variant.websocket_path}?session_id={self.session_id}"
        return f"ws://127.0.0.1:{port}{path}"

    def get(self, path: str, **options: Any) -> httpx.Response:
        return httpx.get(f"{self.server.url}{path}", headers=self.headers, timeout=30, **options)

    def chat(self, message: str) -> httpx.Response:
        body = {"message": message, "session_id": self.session_id}
        return httpx.post(f"{self.server.url}/chat", json=body, headers=self.headers, timeout=60)

    def everything(self) -> None:
        self.is_healthy()
        self.answers_a_message()
        self.streams_events()
        self.talks_over_websocket()
        self.remembers()
        self.calls_its_tool()
        self.cancels()
        self.describes_itself()

    def is_healthy(self) -> None:
        answer = httpx.get(f"{self.server.url}/health", timeout=30)
        assert answer.status_code == 200, answer.text

    def answers_a_message(self) -> None:
        self.provider.answer(Reply(text="Good day", usage=USAGE))
        answer = self.chat("the first message")
        assert answer.status_code == 200, answer.text + self.server.log
        found = answer.json()
        assert found["response"] == "Good day"
        summary = found["cost_summary"]
        self.check_usage(summary)
        assert summary["priced"] is (summary["total_cost"] is not None)
        if self.variant.priced is not None:
            assert summary["priced"] is self.variant.priced, summary

    def streams_events(self) -> None:
        path = self.variant.sse_path
        if path is None:
            assert self.get("/chat/stream", params={"message": "hello"}).status_code == 404
            return
        self.provider.answer(words(5, usage=USAGE))
        query = {"message": "the second message", "session_id": self.session_id}
        with sse(f"{self.server.url}{path}", query, headers=self.headers) as response:
            assert response.status_code == 200, response.read()
            self.check_run(list(events(response)))
        if path != "/chat/stream":
            assert self.get("/chat/stream", params={"message": "hello"}).status_code == 404

    def talks_over_websocket(self) -> None:
        if self.variant.websocket_path is None:
            answer = self.get("/chat/ws", params={"session_id": self.session_id})
            assert answer.status_code == 404
            return
        self.provider.answer(words(5, usage=USAGE))
        with websocket(self.websocket_address, additional_headers=self.headers) as socket:
            connected = receive(socket)
            send(socket, type="message", message="the third message")
            self.check_run([connected, *receive_until(socket)])

    def check_run(self, got: list[Event]) -> None:
        assert types_of(got) == ["connected", "llm_start", "token", "llm_end", "done"], got[-1]
        assert text_of(got) == got[-1]["result"] == "w0 w1 w2 w3 w4 "
        self.check_usage(got[-1]["cost_summary"])

    def check_usage(self, summary: dict[str, Any]) -> None:
        """What the provider told; where it cannot be asked to tell, an estimate that is not nothing."""
        counted = (summary["prompt_tokens"], summary["completion_tokens"])
        assert counted == (1000, 50) if self.variant.tells_usage else min(counted) > 0, summary

    def remembers(self) -> None:
        self.provider.answer(Reply(text="Of course"))
        assert self.chat("the last message").status_code == 200
        told = json.dumps(self.provider.requests[-1].body)
        assert ("the first message" in told) is self.variant.remembers
        assert "the last message" in told

    def calls_its_tool(self) -> None:
        if self.variant.call is None or self.variant.sse_path is None:
            return
        arguments = {"city": "Lyon", "guests": 2, "query": "x"}
        call = ToolCall(self.variant.call, arguments, id="call_1")
        self.provider.answer(Reply(text="", tool_calls=(call,)), Reply(text="That is it"))
        query = {"message": "use the tool", "session_id": self.session_id}
        with sse(f"{self.server.url}{self.variant.sse_path}", query, headers=self.headers) as response:
            got = list(events(response))
        assert got[-1]["type"] == "done", got[-1]
        [ended] = [event for event in got if event["type"] in {"tool_end", "tool_error"}]
        told = json.dumps(self.provider.requests[-1].body)
        if self.variant.service in {"api", "mcp-file", "mcp-http"}:
            assert ended["type"] == "tool_end", ended
            assert "21" in told if self.variant.service == "api" else "Sunny in Lyon" in told
        else:
            assert ended["type"] == "tool_error", ended
            assert "not implemented" in told.lower()

    def cancels(self) -> None:
        """Within 0.5 s, once in three times at least: a busy machine makes one late for no fault of ours."""
        if self.variant.sse_path is None:
            return
        taken: list[float] = []
        while len(taken) < 3 and not (taken and min(taken) < 0.5):
            taken.append(self.cancels_once(f"{self.session_id}-cancel-{len(taken)}"))
        assert min(taken) < 0.5, taken

    def cancels_once(self, session: str) -> float:
        """Seconds from asking to the provider's seeing that the connection is closed."""
        self.provider.answer(words(400, tokens_per_second=20))
        asked = None
        query = {"message": "a long one", "session_id": session}
        with sse(f"{self.server.url}{self.variant.sse_path}", query, headers=self.headers) as response:
            got: list[Event] = []
            for event in events(response):
                got.append(event)
                if asked is None and event["type"] == "token" and event["token_count"] >= 3:
                    asked = time.monotonic()
                    cancel = f"{self.server.url}/chat/runs/{event['run_id']}/cancel"
                    assert httpx.post(cancel, headers=self.headers, timeout=30).status_code == 202
        assert asked is not None, got
        assert got[-1]["type"] == "cancelled", got[-1]
        self.provider.wait_for(lambda seen: seen[-1].disconnected_at is not None)
        left = self.provider.requests[-1].disconnected_at
        assert left is not None
        return left - asked

    def describes_itself(self) -> None:
        written = yaml.safe_load((self.server.folder / "openapi.yaml").read_text(encoding="utf-8"))
        assert self.get("/openapi.json").json() == written
