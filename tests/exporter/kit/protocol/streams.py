"""Reads the wire as a client does, and says what it saw."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection

Event = dict[str, Any]
LAST = {"done", "cancelled", "error"}


@dataclass
class Frame:
    """One frame of server-sent events, taken apart."""

    id: str | None = None
    data: str | None = None
    retry: str | None = None
    comment: str | None = None
    fields: list[str] = field(default_factory=list)

    @property
    def event(self) -> Event:
        assert self.data is not None
        event: Event = json.loads(self.data)
        return event


async def frames(response: httpx.Response) -> AsyncIterator[Frame]:
    frame = Frame()
    async for line in response.aiter_lines():
        if not line:
            yield frame
            frame = Frame()
            continue
        name, _, value = line.partition(":")
        frame.fields.append(name)
        setattr(frame, name or "comment", value.removeprefix(" "))


async def events(response: httpx.Response) -> AsyncIterator[Event]:
    """The events, `connected` included."""
    async for frame in frames(response):
        if frame.data:
            yield frame.event


async def all_events(response: httpx.Response) -> list[Event]:
    return [event async for event in events(response)]


async def until(stream: AsyncIterator[Event], kind: str) -> list[Event]:
    seen = []
    async for event in stream:
        seen.append(event)
        if event["type"] == kind:
            return seen
    raise AssertionError(f"no {kind} in {[event['type'] for event in seen]}")


async def run_over_socket(socket: ClientConnection) -> list[Event]:
    """Events up to the last one of a run."""
    seen: list[Event] = []
    while not seen or seen[-1]["type"] not in LAST or "run_id" not in seen[-1]:
        seen.append(json.loads(await socket.recv()))
    return seen


def text_of(seen: list[Event]) -> str:
    return "".join(event["token"] for event in seen if event["type"] == "token")


def of_type(seen: list[Event], kind: str) -> list[Event]:
    return [event for event in seen if event["type"] == kind]


def run_events(seen: list[Event]) -> list[Event]:
    return [event for event in seen if event["type"] != "connected"]


def assert_numbered(seen: list[Event], first: int = 1) -> None:
    numbers = [event["seq"] for event in run_events(seen)]
    assert numbers == list(range(first, first + len(numbers)))
