"""Talks to the running server: SSE and WebSocket, with costs; Ctrl+C cancels the run.

python client-example.py "Tell me about yourself"
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any

import httpx
from websockets.asyncio.client import connect

BASE = os.environ.get("AGENT_URL", "http://127.0.0.1:8000")
WEBSOCKET_BASE = os.environ.get("AGENT_WEBSOCKET_URL", "ws://127.0.0.1:8000")
SSE_PATH = "/chat/stream"
WEBSOCKET_PATH = "/chat/ws"
KEY = os.environ.get("API_KEY", "")
HEADERS = {"Authorization": f"Bearer {KEY}"} if KEY else {}
LAST = {"done", "cancelled", "error"}


def show(event: dict[str, Any]) -> None:
    """Print what a person wants to see of an event."""
    if event["type"] == "token":
        sys.stdout.write(event["token"])
    elif event["type"] == "tool_start":
        sys.stdout.write(f"\n[{event['tool']}…]\n")
    elif event["type"] in LAST:
        summary = event["cost_summary"]
        cost = "no price known" if summary["total_cost"] is None else f"${summary['total_cost']:.6f}"
        reason = f": {event['error']}" if event["type"] == "error" else ""
        sys.stdout.write(f"\n[{event['type']}{reason}; {summary['total_tokens']} tokens, {cost}]\n")
    sys.stdout.flush()


async def chat_over_sse(message: str) -> None:
    """Follow a run over server-sent events; leave early and it is cancelled."""
    timeout = httpx.Timeout(10, read=30)
    async with httpx.AsyncClient(base_url=BASE, headers=HEADERS, timeout=timeout) as client:
        run_id = ""
        try:
            body = {"message": message, "session_id": "client-example"}
            async with client.stream("POST", SSE_PATH, json=body) as response:
                if response.is_error:
                    await response.aread()
                    raise SystemExit(response.json()["error"]["message"])
                async for line in response.aiter_lines():
                    if line.startswith("data: "):
                        event = json.loads(line.removeprefix("data: "))
                        run_id = event.get("run_id", run_id)
                        show(event)
        except asyncio.CancelledError:
            if run_id:
                await client.post(f"/chat/runs/{run_id}/cancel")
                sys.stdout.write("\n[cancelled]\n")
            raise


async def chat_over_websocket(message: str, cancel_after: int | None = None) -> None:
    """Follow a run over a WebSocket; with `cancel_after` it is cancelled after so many tokens."""
    address = f"{WEBSOCKET_BASE}{WEBSOCKET_PATH}?session_id=client-example"
    async with connect(address, additional_headers=HEADERS) as socket:
        await socket.send(json.dumps({"type": "message", "message": message}))
        tokens = 0
        async for text in socket:
            event = json.loads(text)
            show(event)
            tokens += event["type"] == "token"
            if cancel_after is not None and tokens == cancel_after:
                cancel_after = None
                await socket.send(json.dumps({"type": "cancel"}))
            if event["type"] in LAST:
                return


async def main(message: str) -> None:
    await chat_over_sse(message)
    await chat_over_websocket(message, cancel_after=20)
    async with httpx.AsyncClient(base_url=BASE, headers=HEADERS) as client:
        sys.stdout.write(f"{(await client.get('/cost-summary')).text}\n")


if __name__ == "__main__":
    try:
        asyncio.run(main(" ".join(sys.argv[1:]) or "Hello!"))
    except KeyboardInterrupt:
        sys.exit(130)
