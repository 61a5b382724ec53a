"""Asks two servers the same, and says whether they tell the same, but for what differs from run to run."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import httpx

from tests.fakes import FakeProvider, Reply
from tests.generated.viewers import Event, events, sse

# Ids, and times.
OF_ONE_RUN = {"run_id", "session_id", "ms", "ms_to_first_token"}
# The playground says more: what was sent to the model, and whether the demo model answered.
OF_THE_PLAYGROUND = {"sent", "demo"}


@dataclass
class Both:
    """One manifest, served by both: addresses by name."""

    provider: FakeProvider
    urls: dict[str, str]

    def ask(self, *turns: tuple[str, list[Reply]], session: str, cancel_at: int | None = None) -> list[Event]:
        """What both tell, turn after turn, if it is the same; after `cancel_at` tokens it is stopped."""
        told = self.hear(*turns, session=session, cancel_at=cancel_at)
        playground, project = [comparable(each, cut_at=cancel_at) for each in told.values()]
        assert playground == project
        return told["playground"]

    def hear(
        self, *turns: tuple[str, list[Reply]], session: str, cancel_at: int | None = None
    ) -> dict[str, list[Event]]:
        """What each of them tells."""
        told: dict[str, list[Event]] = {}
        for server, url in self.urls.items():
            self.provider.forget()
            told[server] = []
            for message, replies in turns:
                self.provider.answer(*replies)
                told[server] += run(url, message, session, cancel_at)
        return told


def run(url: str, message: str, session: str, cancel_at: int | None) -> list[Event]:
    seen: list[Event] = []
    with sse(f"{url}/chat/stream", {"message": message, "session_id": session}) as response:
        assert response.status_code == 200, response.read()
        for event in events(response):
            seen.append(event)
            if event["type"] == "token" and event["token_count"] == cancel_at:
                assert httpx.post(f"{url}/chat/runs/{event['run_id']}/cancel").status_code == 202
    return seen


def of_type(seen: list[Event], kind: str) -> list[Event]:
    return [event for event in seen if event["type"] == kind]


def comparable(told: list[Event], cut_at: int | None = None) -> list[Event]:
    """`cut_at`: of a run that was stopped after so many tokens, what came until then and how it ended."""
    if cut_at is not None:
        stop = next(at for at, event in enumerate(told) if event.get("token_count") == cut_at)
        told = [*told[: stop + 1], shape_of(told[-1])]
    return in_order_of_calls([without(event) for event in told])


def shape_of(last: Event) -> Event:
    """How it ended, and of what; when the stop arrived decides on the figures."""
    costs = last["cost_summary"]
    return {
        "type": last["type"],
        "reason": last["reason"],
        "fields": sorted(without(last)),
        "costs": [*sorted(without(costs)), costs["estimated"], costs["priced"], costs["model"]],
    }


def in_order_of_calls(told: list[Event]) -> list[Event]:
    """Of tools that work at the same time, any may be the first to answer."""
    ordered: list[Event] = []
    for ends, group in groupby(told, lambda event: event.get("type") in ("tool_end", "tool_error")):
        events = list(group)
        numbers = [event.get("seq") for event in events]
        if ends:
            events = sorted(events, key=lambda event: str(event["call_id"]))
            events = [{**event, "seq": number} for event, number in zip(events, numbers, strict=True)]
        ordered += events
    return ordered


def without(value: Any) -> Any:
    if isinstance(value, dict):
        left_out = OF_ONE_RUN | OF_THE_PLAYGROUND
        return {name: without(part) for name, part in value.items() if name not in left_out}
    return [without(part) for part in value] if isinstance(value, list) else value
