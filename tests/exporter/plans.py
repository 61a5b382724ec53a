"""Agent plans for tests of the files stage: what the plan stage would hand over."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from exporter.agent_plan import (
    AgentPlan,
    ApiPlan,
    ChatModelPlan,
    EnvRef,
    EnvText,
    FunctionTool,
    HttpAuth,
    HttpTool,
    LimitsPlan,
    McpServer,
    MemoryPlan,
    PiiRule,
    RetryPlan,
    StreamingPlan,
)
from exporter.files import ExportPlan, plan_files
from exporter.memory import MEMORY_BACKENDS
from exporter.options import ExportOptions
from exporter.plan import Coverage, CoverageEntry
from exporter.providers import PROVIDERS
from exporter.render import render_plan

WILD_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "description": 'Where? A "city", or\nits postcode', "minLength": 1},
        "unit": {"type": "string", "enum": ["metric", "imperial"], "default": "metric"},
        "my-arg": {"type": "array", "items": {"type": "integer", "minimum": 1}, "maxItems": 5},
        "class": {"type": "boolean", "default": False},
        "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 10},
        "price": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5},
        "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]+$", "format": "code"},
        "lookahead": {"type": "string", "pattern": "^(?=x).*$"},
        "where": {
            "type": "object",
            "description": "A place",
            "properties": {
                "lat": {"type": "number"},
                "lon": {"type": "number"},
                "my-arg": {"$ref": "#/$defs/tag"},
            },
            "required": ["lat", "lon"],
            "additionalProperties": False,
        },
        "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        "maybe": {"type": ["string", "null"], "maxLength": 3},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "anything": {},
        "schema": {"const": "v1"},
        "self": {"type": "array", "items": {"type": "object", "properties": {"self": {"type": "string"}}}},
        "config": {"type": "string", "enum": [f"a very long choice number {n}" for n in range(9)]},
        "needed": {"type": "string", "default": "but with a default"},
    },
    "required": ["city", "my-arg", "needed"],
    "$defs": {"tag": {"type": "string", "maxLength": 9}},
}
NO_ARGUMENTS: dict[str, Any] = {"type": "object", "properties": {}}


def function_tool(parameters: dict[str, Any], name: str = "search", **more: Any) -> FunctionTool:
    return FunctionTool(
        name, more.pop("original_name", name), "Searches", parameters, "/spec/tools/0", **more
    )


HTTP_TOOL = HttpTool(
    name="weather",
    original_name="get-weather",
    description="The weather",
    parameters={
        "type": "object",
        "properties": {"city-name": {"type": "string"}, "days": {"type": "integer", "default": 3}},
        "required": ["city-name"],
    },
    path="/spec/tools/0",
    method="GET",
    url=EnvText("https://${WEATHER_HOST:-weather.example.com}/v1/{city-name}"),
    headers={"X-Client": EnvRef("WEATHER_CLIENT", "demo"), "Accept": "application/json"},
    auth=HttpAuth("api_key", "WEATHER_KEY", "X-Key"),
)
MCP_SERVERS = (
    McpServer(
        "files",
        "/spec/tools/0",
        "stdio",
        command="npx",
        args=("-y", "server-files"),
        env={"ROOT": EnvRef("ROOT", "/srv")},
    ),
    McpServer(
        "wiki",
        "/spec/tools/1",
        "http",
        url="https://wiki.example.com/mcp",
        auth=HttpAuth("bearer", "WIKI_TOKEN"),
        allowed=("find",),
    ),
)


def demo(**changes: Any) -> AgentPlan:
    """The first manifest that users try."""
    plan = AgentPlan(
        name="demo-streaming-agent",
        version="1.0.0",
        title="demo-streaming-agent",
        description="",
        prompt="You are a helpful AI assistant",
        chat_model=ChatModelPlan("openai", "gpt-4"),
    )
    return replace(plan, **changes)


def everything() -> AgentPlan:
    """An agent that uses all that there is."""
    return demo(
        title='An agent with "everything"',
        description="Two lines,\nand many limits",
        prompt='You help people.\n\nAnswer with {"city": "…"} — in C:\\temp\\new, or say """nothing""".\n'
        * 2,
        chat_model=ChatModelPlan(
            "openai", EnvRef("LLM_MODEL", "gpt-4o"), EnvRef("TEMPERATURE", "0.2"), EnvRef("MAX_TOKENS"), 0.9
        ),
        fallbacks=(
            ChatModelPlan("anthropic", "claude-sonnet-4-5", max_tokens=500),
            ChatModelPlan("custom", EnvRef("LOCAL_MODEL")),
        ),
        tools=(
            function_tool(WILD_SCHEMA),
            HTTP_TOOL,
            function_tool(NO_ARGUMENTS, "nothing", note="a type of its own"),
        ),
        mcp_servers=MCP_SERVERS,
        limits=LimitsPlan(
            None,
            3,
            60.0,
            5.0,
            Decimal("1.50"),
            Decimal("0.5"),
            10_000,
            2_000,
            Decimal("1"),
            4,
            RetryPlan(2, "linear"),
        ),
        memory=MemoryPlan(
            "sqlite", "summary", 30, 4_000, 3600, EnvRef("SQLITE_PATH", "conversations.sqlite3")
        ),
        pii=(PiiRule("email", "redact"), PiiRule("credit_card", "block")),
        streaming=StreamingPlan(sse_path="/live/events", websocket_path="/live/socket", websocket_port=9001),
        api=ApiPlan(9000, ("https://app.example.com",), 60, 10, "debug", "text"),
    )


def cases() -> dict[str, tuple[AgentPlan, ExportOptions]]:
    """Golden cases by name: what each export is made from."""
    plain = ExportOptions()
    silent = StreamingPlan(sse=False, websocket=False)
    found = {
        "demo": (demo(), plain),
        "bare": (demo(streaming=silent, memory=MemoryPlan("none")), ExportOptions(docker=False, tests=False)),
        "streaming-moved": (
            demo(
                streaming=StreamingPlan(
                    sse_path="/live/events", websocket_path="/live/socket", websocket_port=9001
                )
            ),
            plain,
        ),
        "sse-off": (demo(streaming=StreamingPlan(sse=False)), plain),
        "websocket-off": (demo(streaming=StreamingPlan(websocket=False)), plain),
        "tools-function": (
            demo(tools=(function_tool(WILD_SCHEMA), function_tool(NO_ARGUMENTS, "nothing"))),
            plain,
        ),
        "tools-http": (demo(tools=(HTTP_TOOL,)), plain),
        "tools-mcp": (demo(mcp_servers=MCP_SERVERS), plain),
        "everything": (everything(), ExportOptions(python="3.12", langfuse=True, opentelemetry=True)),
    }
    for key, provider in PROVIDERS.items():
        chat_model = ChatModelPlan(key, provider.default_model, 0.2, 500, 0.9)
        found[f"provider-{key}"] = (demo(chat_model=chat_model), ExportOptions(docker=False, tests=False))
    for key, backend in MEMORY_BACKENDS.items():
        url = EnvRef(backend.url_variable, backend.default_url) if backend.url_variable else None
        found[f"memory-{key}"] = (demo(memory=MemoryPlan(key, url=url)), plain)  # type: ignore[arg-type]
    return found


COVERAGE = Coverage(
    (CoverageEntry("/spec/role", "honoured", "the system prompt"), CoverageEntry("/spec/x", "unsupported"))
)


def planned(
    agent: AgentPlan, options: ExportOptions | None = None, manifest_text: str = "kind: Agent\n"
) -> ExportPlan:
    return plan_files(agent, options or ExportOptions(), COVERAGE, manifest_text)


def rendered(agent: AgentPlan, options: ExportOptions | None = None) -> dict[str, str]:
    """Path → text of every file."""
    return {file.path: file.text for file in render_plan(planned(agent, options))}
