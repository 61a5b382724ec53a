"""The exports that are installed, tested and driven: each provider, memory, kind of tool, way to serve."""

from __future__ import annotations

from exporter.providers import PROVIDERS

from .corpus import MANIFESTS, STREAMING_EXAMPLE, largest_agent
from .served import free_port
from .variant import API, FUNCTION, QUICK, Variant, manifest, openai_variant, quick_lines, read

# Driven through the long list: each wire of a provider, each memory, each kind of tool, each way to serve,
# and manifests that others wrote.
LONG = {
    "provider-anthropic",
    "provider-google",
    "provider-azure",
    "provider-ollama",
    "provider-mistral",
    "provider-custom",
    "memory-memory",
    "memory-sqlite",
    "memory-postgres",
    "memory-redis",
    "tool-function",
    "tool-api",
    "tool-mcp-stdio",
    "tool-mcp-http",
    "no-sse",
    "no-websocket",
    "streams-moved",
    "websocket-port",
    "api-key",
    "official-streaming-example",
    "largest-manifest",
}


def provider_variant(key: str) -> Variant:
    facts = PROVIDERS[key]
    model = f"${{MODEL:-{facts.default_model}}}"
    llm = {"provider": key, "model": model, "temperature": 0.2, "maxTokens": 500, **QUICK}
    name = f"provider-{key}"
    priced = None if facts.price_provider else False
    return Variant(
        name,
        manifest(name, llm=llm, tools=[FUNCTION]),
        provider=key,
        priced=priced,
        tells_usage=facts.stream_usage is not False,
    )


def variants() -> list[Variant]:
    providers = [provider_variant(key) for key in PROVIDERS]
    memories = [
        openai_variant(
            f"memory-{backend}",
            options={"memory": backend},
            service=service,
            remembers_over_restart=backend != "memory",
        )
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
            read(
                STREAMING_EXAMPLE,
                ("model: gpt-4-turbo-preview", "model: ${MODEL:-gpt-4-turbo-preview}"),
                ("    max_tokens: 2000\n", f"    max_tokens: 2000\n{quick_lines()}"),
            ),
            websocket_path="/ws",
            service="redis",
            call="search_web",
            remembers_over_restart=True,
        ),
        largest(),
    ]


def websocket_port_variant() -> Variant:
    port = free_port()
    streaming = {"websocket": {"port": port}}
    name = "websocket-port"
    return openai_variant(name, command="python", websocket_port=port, streaming=streaming)


def largest() -> Variant:
    agent = largest_agent() if MANIFESTS.is_dir() else STREAMING_EXAMPLE
    retries = "    retry_config:\n      max_attempts: 3\n      backoff_strategy: exponential\n"
    text = read(
        agent,
        ("endpoint: https://gitlab.com/api/v4", "endpoint: ${WEATHER_MCP:-http://127.0.0.1:9}/mcp"),
        (retries, quick_lines()),
        # The drive asks for more at once, and has a flood of text that nobody reads.
        ("burst_limit: 10", "burst_limit: 60"),
        ("maxTokensPerRequest: 16000", "maxTokensPerRequest: 2000000000"),
        ("maxTokensPerDay: 200000", "maxTokensPerDay: 2000000000"),
        ("maxCostPerDay: 30", "maxCostPerDay: 30000"),
    )
    return Variant(
        "largest-manifest",
        text,
        document=agent.document,
        provider="anthropic",
        service="mcp-largest",
        priced=None,
        remembers_over_restart=True,
        model_variable="LLM_MODEL",
    )
