"""An agent with tools of every temper, served by the kit.

Its chat model is the fake provider that OPENAI_BASE_URL names.
"""

from __future__ import annotations

import asyncio
import os
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain.tools import ToolRuntime
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langgraph.graph.state import CompiledStateGraph

from exporter.kit.agent_definition import AgentDefinition
from exporter.kit.api import ServerSettings, create_app, serve
from exporter.kit.chat_models import required_secret
from exporter.kit.conversations_memory import MemoryConversations
from exporter.kit.engine import RunContext
from exporter.kit.limits import Limits, create_middleware
from exporter.kit.settings import setting
from exporter.kit.sse import sse_router
from exporter.kit.websocket import websocket_router

PROMPT = "You are helpful. The secret word is marzipan."


def leave_mark(name: str) -> None:
    Path(os.environ["MARKS"], name).touch()


@tool
async def weather(city: str) -> str:
    """The weather."""
    return f"sunny in {city}"


@tool
async def slow(seconds: float) -> str:
    """Takes its time, and leaves a mark when it was allowed to finish."""
    await asyncio.sleep(seconds)
    leave_mark("slow")
    return "slept"


@tool
async def mark(name: str) -> str:
    """Leaves a mark."""
    leave_mark(name)
    return "marked"


@tool
def blocking(seconds: float) -> str:
    """A tool that is not async."""
    time.sleep(seconds)
    return "blocked"


@tool
async def broken() -> str:
    """Fails."""
    raise ValueError("it broke, with sk-abcdefghijklmnop in it")


@tool
async def unwritten() -> str:
    """Has no body yet."""
    raise NotImplementedError('The tool "unwritten" is not implemented.')


@tool
async def ask_somebody(question: str, runtime: ToolRuntime[RunContext, Any]) -> str:
    """Asks whoever watches."""
    return str(await runtime.context.ask("ask_somebody", {"question": question}, runtime.tool_call_id or ""))


def budget() -> Decimal | None:
    amount = setting("TEST_BUDGET")
    return Decimal(amount) if amount else None


LIMITS = Limits(
    run_timeout=float(setting("TEST_RUN_TIMEOUT", "60")),
    tool_timeout=2.0,
    budget=budget(),
    max_concurrent_runs=int(setting("TEST_MAX_RUNS", "50")),
    retry_attempts=2,
    retry_initial_delay=0.05,
)
MODEL = setting("TEST_MODEL", "gpt-4o")


async def build_agent() -> CompiledStateGraph[Any, Any, Any, Any]:
    model = ChatOpenAI(
        model=MODEL,
        api_key=required_secret("OPENAI_API_KEY", "OpenAI"),
        stream_usage=True,
        max_retries=0,
        timeout=3,
        stream_chunk_timeout=None,
    )
    return create_agent(
        model,
        tools=[weather, slow, mark, blocking, broken, unwritten, ask_somebody],
        system_prompt=PROMPT,
        middleware=create_middleware(LIMITS),
        context_schema=RunContext,
    )


AGENT = AgentDefinition(
    name="test-agent",
    version="1.0.0",
    title="Test agent",
    description="What the protocol tests talk to",
    provider="openai",
    model=MODEL,
    build=build_agent,
    limits=LIMITS,
    conversations=MemoryConversations(),
)
SETTINGS = ServerSettings(
    cors_origins=tuple(setting("TEST_ORIGINS").split()),
    requests_per_minute=int(setting("TEST_RATE", "0")) or None,
    burst=int(setting("TEST_BURST", "0")) or None,
    websocket_port=int(setting("TEST_WEBSOCKET_PORT", "0")) or None,
)
app = create_app(AGENT, SETTINGS, [sse_router("/chat/stream"), websocket_router("/chat/ws")])


def main() -> None:
    serve(app, SETTINGS)
