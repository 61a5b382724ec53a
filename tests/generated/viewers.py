"""Viewers of runs, as a browser or a script would be one: over server-sent events and over WebSocket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

Event = dict[str, Any]
LAST = {"done", "cancelled", "error"}


@dataclass
class Frame:
    """One frame of an event stream: a comment, or data with its id."""

    id: str | None = None
    retry: int | None = None
    comment: str | None = None
    names: list[str] = field(default_factory=list)
    event: Any = None


def frames(lines: Iterator[str]) -> Iterator[Frame]:
    """As the standard says: fields until an empty line; unknown fields are kept, to be asserted on."""
    frame = Frame()
    data: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                frame.event = json.loads("\n".join(data))
            yield frame
            frame, data = Frame(), []
        elif not name:
            frame.comment = value
        elif name == "data":
            data.append(value)
        elif name == "id":
            frame.id = value
        elif name == "retry":
            frame.retry = int(value)
        if line and name:
            frame.names.append(name)


@contextmanager
def sse(url: str, params: dict[str, str] | None = None, **options: Any) -> Iterator[httpx.Response]:
    """An open stream; read it with `events(response)` or `frames(response.iter_lines())`."""
    method = options.pop("method", "GET")
    with (
        httpx.Client(timeout=30, headers=options.pop("headers", None)) as client,
        client.stream(method, url, params=params, **options) as response,
    ):
        yield response


def events(response: httpx.Response) -> Iterator[Event]:
    for frame in frames(response.iter_lines()):
        if frame.event is not None:
            yield frame.event


def stream_events(url: str, message: str, session_id: str, **more: str) -> list[Event]:
    """Everything from `connected` to the last event of a run that this request starts."""
    with sse(f"{url}/chat/stream", {"message": message, "session_id": session_id, **more}) as response:
        assert response.status_code == 200, response.read()
        return list(events(response))


@contextmanager
def websocket(url: str, **options: Any) -> Iterator[ClientConnection]:
    with connect(url, open_timeout=20, proxy=None, **options) as connection:
        yield connection


def receive(connection: ClientConnection, timeout: float = 30) -> Event:
    event: Event = json.loads(connection.recv(timeout=timeout))
    return event


def receive_until(connection: ClientConnection, *types: str) -> list[Event]:
    """Events up to and including the first of these types, or a run's last."""
    got: list[Event] = []
    while not got or got[-1]["type"] not in (set(types) or LAST):
        assert not (types and got and got[-1]["type"] in LAST), got
        got.append(receive(connection))
    return got


def send(connection: ClientConnection, **message: Any) -> None:
    connection.send(json.dumps(message))


def text_of(events: list[Event]) -> str:
    return "".join(event["token"] for event in events if event["type"] == "token")


def types_of(events: list[Event]) -> list[str]:
    """The types in order, runs of tokens as one."""
    types = [event["type"] for event in events]
    return [kind for at, kind in enumerate(types) if at == 0 or kind != "token" or types[at - 1] != "token"]
