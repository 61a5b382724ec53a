"""The exports that are installed, tested and driven: each provider, memory, kind of tool, way to serve."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from exporter.providers import PROVIDERS

from .corpus import MANIFESTS, STREAMING_EXAMPLE, CorpusAgent, largest_agent
from .served import free_port

FUNCTION = {
    "type": "function",
    "name": "book_table",
    "description": "Books a table",
    "parameters": {
        "type": "object",
        "properties": {
            "guests": {"type": "integer", "minimum": 1},
            "kind": {"enum": ["inside", "outside"], "default": "inside"},
            "class": {"type": "array", "items": {"type": "string"}},
            "who-is-it": {"type": "object", "properties": {"name": {"type": "string"}}},
        },
        "required": ["guests"],
    },
}
API = {
    "type": "api",
    "name": "temperature",
    "description": "The temperature in a city",
    "endpoint": "${WEATHER_API:-https://weather.example.com}/cities/{city}",
    "method": "GET",
    "auth": {"type": "bearer", "credentials": "WEATHER_TOKEN"},
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "unit": {"type": "string", "default": "C"}},
        "required": ["city"],
    },
}


@dataclass(frozen=True)
class Variant:
    """One export, and what is peculiar about driving it. `call` is a tool call the fake model makes."""

    name: str
    text: str
    provider: str = "openai"
    document: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    sse_path: str | None = "/chat/stream"
    websocket_path: str | None = "/chat/ws"
    websocket_port: int | None = None
    command: str = "uvicorn"
    service: str | None = None
    call: str | None = None
    priced: bool | None = True
    tells_usage: bool = True
    remembers: bool = True


def manifest(name: str, **spec: Any) -> str:
    """A manifest with a role and this spec."""
    whole = {
        "apiVersion": "ossa/v0.4.6",
        "kind": "Agent",
        "metadata": {"name": name, "version": "1.0.0", "description": f"The variant {name}"},
        "spec": {"role": "You are a helpful AI assistant", **spec},
    }
    return yaml.safe_dump(whole, sort_keys=False)


def provider_variant(key: str) -> Variant:
    facts = PROVIDERS[key]
    llm = {"provider": key, "model": facts.default_model, "temperature": 0.2, "maxTokens": 500}
    name = f"provider-{key}"
    priced = None if facts.price_provider else False
    return Variant(
        name,
        manifest(name, llm=llm, tools=[FUNCTION]),
        provider=key,
        priced=priced,
        tells_usage=facts.stream_usage is not False,
    )


def openai_variant(name: str, call: str | None = None, **more: Any) -> Variant:
    """`more` is spec, but for the fields of `Variant`."""
    fields = {key: more.pop(key) for key in list(more) if key in Variant.__dataclass_fields__}
    llm = {"provider": "openai", "model": "gpt-4o"}
    return Variant(name, manifest(name, llm=llm, **more), call=call, **fields)


def read(agent: CorpusAgent) -> str:
    return agent.text if MANIFESTS.is_dir() else manifest("missing")


def variants() -> list[Variant]:
    providers = [provider_variant(key) for key in PROVIDERS]
    memories = [
        openai_variant(f"memory-{backend}", options={"memory": backend}, service=service)
        for backend, service in (
            ("memory", None),
            ("sqlite", None),
            ("postgres", "postgres"),
            ("redis", "redis"),
        )
    ]
    mcp = {"type": "mcp", "name": "weather"}
    return [
        *providers,
        *memories,
        openai_variant("memory-none", options={"memory": "none"}, remembers=False),
        openai_variant("memory-summary", memory={"type": "summary", "max_tokens": 2000}),
        openai_variant("tool-function", tools=[FUNCTION], call="book_table"),
        openai_variant("tool-api", tools=[API], call="temperature", service="api"),
        openai_variant(
            "tool-mcp-stdio",
            tools=[{**mcp, "server": {"command": "python", "args": ["weather_mcp.py", "stdio"]}}],
            call="weather",
            service="mcp-file",
        ),
        openai_variant(
            "tool-mcp-http",
            tools=[{**mcp, "server": {"url": "${WEATHER_MCP:-http://127.0.0.1:9}/mcp"}}],
            call="weather",
            service="mcp-http",
        ),
        openai_variant("no-sse", streaming={"sse": {"enabled": False}}, sse_path=None),
        openai_variant("no-websocket", streaming={"websocket": {"enabled": False}}, websocket_path=None),
        openai_variant("no-streams", streaming={"enabled": False}, sse_path=None, websocket_path=None),
        openai_variant(
            "streams-moved",
            streaming={"sse": {"endpoint": "/live/events"}, "websocket": {"endpoint": "/live/socket"}},
            sse_path="/live/events",
            websocket_path="/live/socket",
        ),
        websocket_port_variant(),
        openai_variant("api-key", command="python", environment={"API_KEY": "let-me-in-please-0123456789"}),
        openai_variant("traced", options={"langfuse": True, "opentelemetry": True}),
        openai_variant(
            "limited",
            safety={"guardrails": {"max_tool_calls": 3, "max_execution_time_seconds": 60}},
            constraints={"cost": {"maxCostPerDay": 5.0}},
            call="book_table",
            tools=[FUNCTION],
        ),
        Variant(
            "official-streaming-example",
            read(STREAMING_EXAMPLE),
            websocket_path="/ws",
            service="redis",
            priced=None,
            call="search_web",
        ),
        largest(),
    ]


def websocket_port_variant() -> Variant:
    port = free_port()
    streaming = {"websocket": {"port": port}}
    name = "websocket-port"
    return openai_variant(name, command="python", websocket_port=port, streaming=streaming)


def largest() -> Variant:
    if not MANIFESTS.is_dir():
        return Variant("largest-manifest", manifest("missing"))
    agent = largest_agent()
    here = agent.text.replace("https://gitlab.com/api/v4", "${WEATHER_MCP:-http://127.0.0.1:9}/mcp")
    return Variant(
        "largest-manifest",
        here,
        document=agent.document,
        provider="anthropic",
        service="mcp-largest",
        priced=None,
    )
