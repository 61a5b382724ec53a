"""demo-streaming-agent: what it is told, which model answers, where it stops."""

from __future__ import annotations

from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI
from langgraph.graph.state import CompiledStateGraph

from agent_definition import AgentDefinition
from chat_models import required_secret
from engine import RunContext
from limits import Limits, create_middleware
from memory import CONVERSATIONS
from tools import TOOLS

SYSTEM_PROMPT = "You are a helpful AI assistant"

MODEL = "gpt-4"

LIMITS = Limits(
    max_model_calls=25,
    run_timeout=600.0,
    tool_timeout=30.0,
    retry_attempts=3,
    retry_backoff="exponential",
    retry_initial_delay=1.0,
    retry_max_delay=30.0,
)


def create_chat_model() -> BaseChatModel:
    """The model that answers. Called at the first run, so that the server starts without a key."""
    return ChatOpenAI(
        model=MODEL,
        api_key=required_secret("OPENAI_API_KEY", "OpenAI"),
        timeout=60.0,
        max_retries=0,
        stream_usage=True,
        stream_chunk_timeout=None,
    )


async def build_agent() -> CompiledStateGraph[Any, Any, Any, Any]:
    """The agent as LangChain runs it."""
    return create_agent(
        create_chat_model(),
        tools=TOOLS,
        system_prompt=SYSTEM_PROMPT,
        middleware=create_middleware(LIMITS),
        context_schema=RunContext,
    )


AGENT = AgentDefinition(
    name="demo-streaming-agent",
    version="1.0.0",
    title="demo-streaming-agent",
    description="",
    provider="openai",
    model=MODEL,
    build=build_agent,
    limits=LIMITS,
    conversations=CONVERSATIONS,
)
