"""An agent with 'everything': what it is told, which model answers, where it stops."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from langchain.agents import create_agent
from langchain_anthropic import ChatAnthropic
from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI
from langgraph.graph.state import CompiledStateGraph

from agent_definition import AgentDefinition
from chat_models import number_setting, optional_secret, required_secret, usable_models, whole_number_setting
from credentials import required_variable
from engine import RunContext
from limits import Limits, create_middleware
from memory import CONVERSATIONS
from pii import create_pii_middleware
from settings import setting
from summaries import create_summary_middleware
from tools import MCP_SERVERS, TOOLS
from tools_mcp import check_mcp_servers, load_mcp_tools

SYSTEM_PROMPT = (
    "You help people.\n"
    "\n"
    'Answer with {"city": "…"} — in C:\\temp\\new, or say """nothing""".\n'
    "You help people.\n"
    "\n"
    'Answer with {"city": "…"} — in C:\\temp\\new, or say """nothing""".\n'
)

MODEL = setting("LLM_MODEL", "gpt-4o")

LIMITS = Limits(
    max_model_calls=None,
    max_tool_calls=3,
    run_timeout=60.0,
    tool_timeout=5.0,
    budget=Decimal("1.50"),
    budget_per_day=Decimal("0.5"),
    max_tokens_per_day=10000,
    max_tokens_per_request=2000,
    budget_alert=Decimal("1"),
    max_concurrent_runs=4,
    retry_attempts=2,
    retry_backoff="linear",
    retry_initial_delay=1.0,
    retry_max_delay=30.0,
)


def create_chat_model() -> BaseChatModel:
    """The model that answers. Called at the first run, so that the server starts without a key."""
    return ChatOpenAI(
        model=MODEL,
        api_key=required_secret("OPENAI_API_KEY", "OpenAI"),
        temperature=number_setting("TEMPERATURE", 0.2),
        max_completion_tokens=whole_number_setting("MAX_TOKENS"),
        top_p=0.9,
        timeout=60.0,
        max_retries=0,
        stream_usage=True,
        stream_chunk_timeout=None,
    )


def create_fallbacks() -> list[BaseChatModel]:
    """The models that answer, in this order, when the one before fails before its first token."""
    return usable_models(
        lambda: ChatAnthropic(
            model_name="claude-sonnet-4-5",
            api_key=required_secret("ANTHROPIC_API_KEY", "Anthropic"),
            max_tokens_to_sample=500,
            timeout=60.0,
            max_retries=0,
            stop=None,
            stream_usage=True,
            metadata={"price_provider": "anthropic"},
        ),
        lambda: ChatOpenAI(
            model=required_variable("LOCAL_MODEL", "the name of the chat model"),
            api_key=optional_secret("CUSTOM_API_KEY"),
            base_url=required_variable("CUSTOM_BASE_URL", "the address of OpenAI-compatible server"),
            timeout=60.0,
            max_retries=0,
            stream_usage=True,
            stream_chunk_timeout=None,
        ),
    )


async def build_agent() -> CompiledStateGraph[Any, Any, Any, Any]:
    """The agent as LangChain runs it."""
    return create_agent(
        create_chat_model(),
        tools=[*TOOLS, *await load_mcp_tools(MCP_SERVERS, taken=[tool.name for tool in TOOLS])],
        system_prompt=SYSTEM_PROMPT,
        middleware=create_middleware(
            LIMITS,
            fallbacks=create_fallbacks(),
            pii=create_pii_middleware({"email": "redact", "credit_card": "block"}),
            summary=create_summary_middleware(create_chat_model(), messages=30, tokens=4000),
        ),
        context_schema=RunContext,
    )


async def check_mcp() -> None:
    """What /health asks: whether every MCP server answers."""
    await check_mcp_servers(MCP_SERVERS)


AGENT = AgentDefinition(
    name="demo-streaming-agent",
    version="1.0.0",
    title='An agent with "everything"',
    description="Two lines,\nand many limits",
    provider="openai",
    model=MODEL,
    build=build_agent,
    limits=LIMITS,
    conversations=CONVERSATIONS,
    checks={"mcp": check_mcp},
)
