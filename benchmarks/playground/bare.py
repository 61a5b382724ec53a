"""The yardstick: Starlette alone, relaying the same events of the same provider to the same viewers.

It starts and ends runs at the playground's addresses and sends the very bytes that the playground sends. It
stores nothing, knows nobody, replays nothing, and a viewer who does not read costs it memory without bound.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

BASE = os.environ["OPENAI_BASE_URL"]
HELLO = '{"type":"connected","session_id":"bare","message":"Connected"}'
client = httpx.AsyncClient(timeout=None, limits=httpx.Limits(max_connections=None))


class BareRun:
    """One stream of the provider, and a queue for each viewer."""

    def __init__(self) -> None:
        self.id = uuid4().hex
        self.viewers: set[asyncio.Queue[tuple[str, bytes]]] = set()
        self.task = asyncio.create_task(self.relay())

    async def relay(self) -> None:
        question = {"role": "user", "content": "hello"}
        body = {"model": "gpt-4o", "stream": True, "messages": [question]}
        seq = 0
        async with client.stream("POST", f"{BASE}/chat/completions", json=body) as response:
            async for line in response.aiter_lines():
                if not line.startswith("data: {"):
                    continue
                chunk = json.loads(line[6:])
                if chunk["choices"] and (token := chunk["choices"][0]["delta"].get("content")):
                    seq += 1
                    self.publish(token, seq)

    def publish(self, token: str, seq: int) -> None:
        values = {"type": "token", "token": token, "token_count": seq, "cost": seq * 1e-05, "estimated": True}
        text = json.dumps({**values, "run_id": self.id, "seq": seq}, separators=(",", ":"))
        frame = f"id: {self.id}:{seq}\ndata: {text}\n\n".encode()
        for queue in self.viewers:
            queue.put_nowait((text, frame))

    async def frames(self) -> AsyncIterator[bytes]:
        queue: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        self.viewers.add(queue)
        try:
            yield f"retry: 2000\nid: {self.id}:0\n\ndata: {HELLO}\n\n".encode()
            while True:
                _, frame = await queue.get()
                yield frame
        finally:
            self.viewers.discard(queue)


runs: dict[str, BareRun] = {}


async def start(request: Request) -> StreamingResponse:
    run = BareRun()
    runs[run.id] = run
    return StreamingResponse(run.frames(), media_type="text/event-stream")


async def join(request: Request) -> StreamingResponse:
    run = runs[request.path_params["run_id"]]
    return StreamingResponse(run.frames(), media_type="text/event-stream")


async def end(request: Request) -> PlainTextResponse:
    runs.pop(request.path_params["run_id"]).task.cancel()
    return PlainTextResponse("ended")


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(HELLO)
    try:
        run = runs[json.loads(await websocket.receive_text())["run_id"]]
    except WebSocketDisconnect:
        return  # it had to wait too long, and left
    queue: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
    run.viewers.add(queue)

    async def send() -> None:
        while True:
            text, _ = await queue.get()
            await websocket.send_text(text)

    sending = asyncio.create_task(send())
    try:
        while (await websocket.receive())["type"] != "websocket.disconnect":
            pass
    finally:
        run.viewers.discard(queue)
        sending.cancel()


async def health(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


app = Starlette(
    routes=[
        Route("/chat/stream", start, methods=["POST"]),
        Route("/chat/runs/{run_id}/stream", join),
        Route("/chat/runs/{run_id}/cancel", end, methods=["POST"]),
        WebSocketRoute("/chat/ws", socket),
        Route("/health", health),
    ]
)
