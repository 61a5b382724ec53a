"""Yardsticks for the exported server: the same stream by httpx alone, and by LangChain's own astream.

RELAY=raw forwards the provider's chunks; RELAY=agent sends each message of `agent.astream` as one event.
Both are served by uvicorn, keep no record, count nothing and cannot be cancelled or joined.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

BASE = os.environ["OPENAI_BASE_URL"]
client = httpx.AsyncClient(timeout=None, limits=httpx.Limits(max_connections=None))


async def raw(message: str) -> AsyncIterator[str]:
    body = {
        "model": "gpt-4o",
        "stream": True,
        "stream_options": {"include_usage": True},
        "messages": [{"role": "user", "content": message}],
    }
    async with client.stream("POST", f"{BASE}/chat/completions", json=body) as response:
        async for line in response.aiter_lines():
            if line.startswith("data: {"):
                chunk = json.loads(line[6:])
                if chunk["choices"] and (text := chunk["choices"][0]["delta"].get("content")):
                    yield "data: " + json.dumps({"type": "token", "token": text}) + "\n\n"
    yield 'data: {"type":"done"}\n\n'


if os.environ["RELAY"] == "agent":
    from langchain.agents import create_agent
    from langchain_openai import ChatOpenAI

    agent = create_agent(ChatOpenAI(model="gpt-4o", stream_usage=True), system_prompt="You are helpful")


async def agent_tokens(message: str) -> AsyncIterator[str]:
    question: Any = {"messages": [{"role": "user", "content": message}]}
    messages: Any = agent.astream(question, stream_mode="messages")
    async for chunk, _metadata in messages:
        if chunk.content:
            yield "data: " + json.dumps({"type": "token", "token": chunk.content}) + "\n\n"
    yield 'data: {"type":"done"}\n\n'


async def stream(request: Request) -> StreamingResponse:
    source = agent_tokens if os.environ["RELAY"] == "agent" else raw
    return StreamingResponse(source(request.query_params["message"]), media_type="text/event-stream")


async def consume(request: Request) -> PlainTextResponse:
    """The stream used up here, with nobody to send it to: LangChain alone."""
    source = agent_tokens if os.environ["RELAY"] == "agent" else raw
    count = 0
    async for _ in source(request.query_params["message"]):
        count += 1
    return PlainTextResponse(str(count))


async def health(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


routes = [Route("/chat/stream", stream), Route("/consume", consume), Route("/health", health)]
app = Starlette(routes=routes)
