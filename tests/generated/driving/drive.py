"""A served variant, and how to talk to it: by one request, by server-sent events, by WebSocket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from websockets.sync.client import ClientConnection

from tests.fakes import FakeProvider
from tests.fakes.script import RecordedRequest
from tests.generated.served import ServedProject
from tests.generated.variant import Variant
from tests.generated.viewers import Event, events, receive, receive_until, send, sse, websocket


@dataclass
class Drive:
    """A variant, its server, and the provider behind it. Scenarios keep apart by sessions and by messages."""

    variant: Variant
    server: ServedProject
    provider: FakeProvider
    # Seconds from asking for a cancel to the provider's seeing that its connection is closed.
    seconds_to_cancel: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = f"drive-{uuid4().hex}"
        key = self.variant.environment.get("API_KEY")
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def session(self, name: str) -> str:
        return f"{self.name}-{name}"

    @property
    def sse_url(self) -> str:
        assert self.variant.sse_path is not None
        return f"{self.server.url}{self.variant.sse_path}"

    @property
    def websocket_url(self) -> str:
        assert self.variant.websocket_path is not None
        port = self.variant.websocket_port or self.server.port
        return f"ws://127.0.0.1:{port}{self.variant.websocket_path}"

    def get(self, path: str, **options: Any) -> httpx.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        return httpx.get(f"{self.server.url}{path}", headers=headers, timeout=30, **options)

    def chat(self, message: str, session: str) -> httpx.Response:
        body = {"message": message, "session_id": session}
        return httpx.post(f"{self.server.url}/chat", json=body, headers=self.headers, timeout=60)

    @contextmanager
    def stream(self, message: str, session: str, **headers: str) -> Iterator[httpx.Response]:
        query = {"message": message, "session_id": session}
        with sse(self.sse_url, query, headers={**self.headers, **headers}) as response:
            yield response

    @contextmanager
    def socket(self, session: str, **options: Any) -> Iterator[ClientConnection]:
        """Connected, greeted and ready for messages."""
        address = f"{self.websocket_url}?session_id={session}"
        with websocket(address, additional_headers=self.headers, **options) as connection:
            assert receive(connection)["type"] == "connected"
            yield connection

    def run(self, message: str, session: str) -> list[Event]:
        """The events of a run that this message starts, over what the variant has."""
        if self.variant.sse_path is None:
            with self.socket(session) as connection:
                send(connection, type="message", message=message)
                return receive_until(connection)
        with self.stream(message, session) as response:
            assert response.status_code == 200, response.read()
            connected, *run = events(response)
            assert connected["type"] == "connected"
            return run

    def asked(self, message: str) -> list[RecordedRequest]:
        """What the provider was asked because of a message that holds this text."""
        return [request for request in list(self.provider.requests) if message in request.text]

    def told_about(self, message: str) -> str:
        """All that the model was told when it was last asked about the message."""
        return str(self.asked(message)[-1].body)
