"""Viewers of one run that can be cut off and come back, over SSE and WebSocket; each keeps its transcript."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import connect

LAST = {"done", "cancelled", "error"}
PATIENCE = 40.0


@dataclass
class Viewer:
    """What one viewer has seen of a run, over however many connections."""

    run_id: str
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def seq(self) -> int:
        return self.events[-1]["seq"] if self.events else 0

    @property
    def is_over(self) -> bool:
        return bool(self.events) and self.events[-1]["type"] in LAST

    def take(self, event: dict[str, Any]) -> None:
        if event.get("run_id") == self.run_id:
            self.events.append(event)

    async def watch_sse(self, base: str, until: int | None = None) -> None:
        """To the end, or until so many events have been seen: then the connection is dropped."""
        headers = {"Last-Event-ID": f"{self.run_id}:{self.seq}"} if self.events else {}
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            address = f"{base}/chat/runs/{self.run_id}/stream"
            async with client.stream("GET", address, headers=headers) as response:
                assert response.status_code == 200
                async for line in response.aiter_lines():
                    if line.startswith("data: "):
                        self.take(json.loads(line[6:]))
                    if until is not None and len(self.events) >= until:
                        return

    async def watch_socket(self, base: str, session: str, until: int | None = None) -> None:
        address = f"{base.replace('http', 'ws', 1)}/chat/ws?session_id={session}"
        async with asyncio.timeout(PATIENCE), connect(address) as socket:
            await socket.send(json.dumps({"type": "resume", "run_id": self.run_id, "after": self.seq}))
            async for text in socket:
                self.take(json.loads(text))
                if self.is_over or (until is not None and len(self.events) >= until):
                    return


@asynccontextmanager
async def started(base: str, message: str, session: str) -> AsyncIterator[tuple[str, asyncio.Task[Viewer]]]:
    """A run, and its first viewer, who stays to the end."""
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def watch() -> Viewer:
        body = {"message": message, "session_id": session}
        viewer: Viewer | None = None
        async with (
            httpx.AsyncClient(timeout=PATIENCE) as client,
            client.stream("POST", f"{base}/chat/stream", json=body) as response,
        ):
            assert response.status_code == 200, await response.aread()
            async for line in response.aiter_lines():
                if line.startswith("id: ") and viewer is None:
                    viewer = Viewer(line[4:].rpartition(":")[0])
                    found.set_result(viewer.run_id)
                if line.startswith("data: ") and viewer is not None:
                    viewer.take(json.loads(line[6:]))
        assert viewer is not None
        return viewer

    first = asyncio.create_task(watch())
    try:
        async with asyncio.timeout(PATIENCE):
            yield await found, first
    finally:
        first.cancel()


async def five_viewers(bases: list[str], run_id: str, session: str) -> list[Viewer]:
    """Two stay, two are cut off and come back through the other web process, one joins late."""
    one, other = bases

    async def stays() -> Viewer:
        viewer = Viewer(run_id)
        await viewer.watch_socket(other, session)
        return viewer

    async def cut_off_sse() -> Viewer:
        viewer = Viewer(run_id)
        await viewer.watch_sse(other, until=9)
        await viewer.watch_sse(one)
        return viewer

    async def cut_off_socket() -> Viewer:
        viewer = Viewer(run_id)
        await viewer.watch_socket(one, session, until=14)
        await viewer.watch_socket(other, session)
        return viewer

    async def late() -> Viewer:
        await asyncio.sleep(1)
        viewer = Viewer(run_id)
        await viewer.watch_sse(other)
        return viewer

    return list(await asyncio.gather(stays(), cut_off_sse(), cut_off_socket(), late()))
