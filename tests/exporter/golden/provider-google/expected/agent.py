"""demo-streaming-agent: what it is told, which model answers, where it stops."""

from __future__ import annotations

from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_google_genai import ChatGoogleGenerativeAI
from langgraph.graph.state import CompiledStateGraph

from agent_definition import AgentDefinition
from chat_models import address_setting, required_secret
from engine import RunContext
from limits import Limits, create_middleware
from memory import CONVERSATIONS
from tools import TOOLS

SYSTEM_PROMPT = "You are a helpful AI assistant"

MODEL = "gemini-3.8-flash"

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
    return ChatGoogleGenerativeAI(
        model=MODEL,
        api_key=required_secret("GOOGLE_API_KEY", "Google Gemini", "GEMINI_API_KEY"),
        base_url=address_setting("GOOGLE_BASE_URL", "GOOGLE_GEMINI_BASE_URL"),
        temperature=0.2,
        max_tokens=500,
        top_p=0.9,
        timeout=60.0,
        max_retries=1,
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
    provider="google",
    model=MODEL,
    build=build_agent,
    limits=LIMITS,
    conversations=CONVERSATIONS,
)
