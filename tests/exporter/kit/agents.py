"""A small agent on a fake provider, and what one of its runs did."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from exporter.kit.callbacks import CostTrackingHandler
from exporter.kit.engine import RunContext, StreamingCallbackHandler, stream_agent
from exporter.kit.events import Event, LlmStart, Token
from tests.fakes import FakeProvider, Reply, ToolCall


def chat_model(provider: FakeProvider, name: str = "gpt-4o") -> ChatOpenAI:
    return ChatOpenAI(
        model=name,
        base_url=provider.openai_url,
        api_key=SecretStr("sk-test"),
        stream_usage=True,
        max_retries=0,
        timeout=5,
        stream_chunk_timeout=None,
    )


@tool
async def lookup(name: str) -> str:
    """Looks somebody up."""
    return f"{name} is at {name}@example.com"


@dataclass
class Run:
    """What one run of the agent did."""

    events: list[Event] = field(default_factory=list)
    costs: CostTrackingHandler = field(default_factory=lambda: CostTrackingHandler("openai", "gpt-4o"))
    context: list[BaseMessage] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(event.token for event in self.events if isinstance(event, Token))

    @property
    def models(self) -> list[str]:
        return [event.model for event in self.events if isinstance(event, LlmStart)]


async def run_agent(
    provider: FakeProvider,
    middleware: Sequence[AgentMiddleware[Any, Any]],
    messages: Sequence[BaseMessage] = (HumanMessage("Hello"),),
    run: Run | None = None,
) -> Run:
    run = run or Run()
    agent = create_agent(
        chat_model(provider), tools=[lookup], middleware=middleware, context_schema=RunContext
    )
    handler = StreamingCallbackHandler(run.events.append, run.costs)
    async with asyncio.timeout(30):
        run.context = await stream_agent(agent, messages, RunContext("run", "session", handler))
    return run


def calls(*names: str) -> Reply:
    return Reply(text="", tool_calls=tuple(ToolCall("lookup", {"name": name}) for name in names))
