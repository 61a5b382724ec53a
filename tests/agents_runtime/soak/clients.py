"""The clients of a soak: each watches a run over its own way, and stays, cancels, leaves or comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.agents_runtime.soak.conduct import Plan

LAST = ("done", "cancelled", "error")
Event = dict[str, Any]


@dataclass
class Seen:
    """What a client saw of its run."""

    plan: Plan
    run_id: str | None = None
    events: list[Event] = field(default_factory=list)
    refused: str = ""

    @property
    def ended(self) -> bool:
        return bool(self.events) and self.events[-1]["type"] in LAST

    def note(self, event: Event) -> None:
        if "run_id" in event:
            self.run_id = event["run_id"]
            self.events.append(event)


class Client:
    """One person's tab: a session of its own, one message after the other."""

    def __init__(self, url: str, session: str, http: httpx.AsyncClient) -> None:
        self.url, self.session, self.http = url, session, http

    async def play(self, plan: Plan) -> Seen:
        seen = Seen(plan)
        match plan.way:
            case "JSON":
                await self._ask_for_json(seen)
            case "socket":
                await self._watch_socket(seen)
            case _:
                await self._watch_stream(seen)
        return seen

    def _body(self, plan: Plan) -> dict[str, str]:
        return {
            "message": plan.message,
            "session_id": self.session,
            "client_message_id": f"{self.session}-{plan.number}",
            "on_busy": plan.on_busy,
        }

    async def _ask_for_json(self, seen: Seen) -> None:
        plan = seen.plan
        asking = asyncio.create_task(self.http.post(f"{self.url}/chat", json=self._body(plan)))
        if plan.behaviour in ("cancel", "leave") or plan.answer == "ask":
            await asyncio.wait({asking}, timeout=plan.after / 20)
        if not asking.done() and plan.behaviour == "leave":
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            return
        while not asking.done() and (plan.behaviour == "cancel" or plan.answer == "ask"):
            await self._cancel_what_runs()
            await asyncio.wait({asking}, timeout=0.2)
        answer = await asking
        body = answer.json()
        seen.run_id = body.get("run_id") or body.get("error", {}).get("run_id")
        if seen.run_id is None:
            seen.refused = answer.text

    async def _cancel_what_runs(self) -> None:
        found = await self.http.get(f"{self.url}/sessions/{self.session}")
        if found.status_code == 200 and found.json()["running"]:
            await self._cancel(found.json()["running"])

    async def _cancel(self, run_id: str) -> None:
        answer = await self.http.post(f"{self.url}/chat/runs/{run_id}/cancel")
        assert answer.status_code == 202, answer.text

    async def _watch_stream(self, seen: Seen) -> None:
        plan, body = seen.plan, self._body(seen.plan)
        how: dict[str, Any] = {"params": body} if plan.way == "GET" else {"json": body}
        async with aclosing(self._stream(plan.way, f"{self.url}/chat/stream", seen, **how)) as events:
            async for event in events:
                seen.note(event)
                await self._take_part(seen, event)
                if len(seen.events) == plan.after and plan.behaviour in ("leave", "come back"):
                    break
        if plan.behaviour == "come back" and seen.run_id is not None and not seen.ended:
            place = {"Last-Event-ID": f"{seen.run_id}:{len(seen.events)}"}
            again = self._stream("GET", f"{self.url}/chat/stream", seen, headers=place)
            async with aclosing(again) as events:
                async for event in events:
                    seen.note(event)
                    await self._take_part(seen, event)

    async def _stream(self, way: str, url: str, seen: Seen, **how: Any) -> AsyncGenerator[Event, None]:
        async with self.http.stream(way, url, **how) as response:
            if response.status_code != 200:
                seen.refused = (await response.aread()).decode()
                return
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))

    async def _take_part(self, seen: Seen, event: Event) -> None:
        """Answer a tool that waits; cancel when its time has come."""
        if event["type"] == "tool_waiting":
            place = f"{self.url}/chat/runs/{event['run_id']}/tools/{event['call_id']}"
            answer = await self.http.post(place, json={"output": "Yes."})
            assert answer.status_code in (202, 409), answer.text
        if seen.plan.behaviour == "cancel" and len(seen.events) == seen.plan.after and not seen.ended:
            assert seen.run_id is not None
            await self._cancel(seen.run_id)

    async def _watch_socket(self, seen: Seen) -> None:
        plan = seen.plan
        message = {"type": "message", **self._body(plan)}
        if not await self._socket(seen, message, plan.after):
            return
        if plan.behaviour == "come back" and seen.run_id is not None and not seen.ended:
            await self._socket(seen, {"type": "resume", "run_id": seen.run_id, "after": len(seen.events)}, 0)

    async def _socket(self, seen: Seen, first: dict[str, Any], leave_after: int) -> bool:
        """Whether the connection went as planned."""
        address = f"{self.url.replace('http', 'ws', 1)}/chat/ws?session_id={self.session}"
        async with connect(address, open_timeout=60, proxy=None) as socket:
            await socket.send(json.dumps(first))
            async for text in socket:
                event = json.loads(text)
                seen.note(event)
                if event["type"] == "error" and "run_id" not in event:
                    seen.refused = str(text)
                    return False
                if seen.ended:
                    return True
                await self._take_part_on(socket, seen, event)
                if len(seen.events) == leave_after and seen.plan.behaviour in ("leave", "come back"):
                    socket.transport.abort()
                    return True
        return seen.ended

    async def _take_part_on(self, socket: ClientConnection, seen: Seen, event: Event) -> None:
        if event["type"] == "tool_waiting":
            answer = {"type": "tool_result", "call_id": event["call_id"], "output": "Yes."}
            await socket.send(json.dumps(answer))
        if seen.plan.behaviour == "cancel" and len(seen.events) == seen.plan.after:
            await socket.send(json.dumps({"type": "cancel", "run_id": seen.run_id}))


async def play_all(url: str, plans: list[Plan], at_once: int) -> list[Seen]:
    """All of them, `at_once` clients each with its share; every one has to come to an end."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(timeout=90, limits=limits) as http:

        async def one(number: int) -> list[Seen]:
            client = Client(url, f"soak-{number}", http)
            return [await client.play(plan) for plan in plans[number::at_once]]

        return [seen for part in await asyncio.gather(*map(one, range(at_once))) for seen in part]
