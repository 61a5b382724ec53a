"""What will really run, every default decided: templates write it down, the playground executes it.

Nobody downstream of `plan.py` asks "is it there?": a value that is None here means "not wanted".
Money is Decimal (USD), times are seconds, sizes are bytes unless the name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True)
class EnvRef:
    """`${VAR}`, `${VAR:-default}` or `${VAR:default}`: read from the environment when the project runs."""

    variable: str
    default: str | None = None


@dataclass(frozen=True)
class EnvText:
    """Text with references inside, `https://${HOST}/v1`, which the kit's `environment.py` fills in."""

    text: str


@dataclass(frozen=True)
class ChatModelPlan:
    """One chat model. `provider` is a key of PROVIDERS, decided at export; `model` may wait for run time."""

    provider: str
    model: str | EnvRef
    temperature: float | EnvRef | None = None
    max_tokens: int | EnvRef | None = None
    top_p: float | EnvRef | None = None
    base_url: str | EnvRef | None = None
    request_timeout: float = 60.0


@dataclass(frozen=True)
class RetryPlan:
    """Retries of a model request, before its first token only. `attempts` counts the first one too."""

    attempts: int = 3
    backoff: Literal["none", "linear", "exponential"] = "exponential"
    initial_delay: float = 1.0
    max_delay: float = 30.0


@dataclass(frozen=True)
class LimitsPlan:
    """Where a run stops by itself. Budgets are of all sessions together, in a period or in a UTC day."""

    max_model_calls: int | None = 25
    max_tool_calls: int | None = None
    run_timeout: float | None = 600.0
    tool_timeout: float = 30.0
    budget: Decimal | None = None
    budget_per_day: Decimal | None = None
    max_tokens_per_day: int | None = None
    max_tokens_per_request: int | None = None
    budget_alert: Decimal | None = None
    max_concurrent_runs: int | None = None
    retry: RetryPlan = RetryPlan()


@dataclass(frozen=True)
class FunctionTool:
    """A tool whose body the owner fills in. `note` says why another type of tool became a function."""

    name: str
    original_name: str
    description: str
    parameters: dict[str, Any]
    path: str
    note: str | None = None


@dataclass(frozen=True)
class HttpAuth:
    """Where the credential comes from at run time; the credential itself is never in a manifest."""

    kind: Literal["bearer", "basic", "api_key"]
    variable: str
    header: str = "Authorization"


@dataclass(frozen=True)
class HttpTool:
    """A tool that is one HTTP request. `{name}` in `url` is a path parameter taken from the arguments.

    What is left over goes where `places` says, else into the query of a GET or DELETE, or a JSON body.
    """

    name: str
    original_name: str
    description: str
    parameters: dict[str, Any]
    path: str
    method: str
    url: str | EnvRef | EnvText
    headers: dict[str, str | EnvRef | EnvText] = field(default_factory=dict)
    places: dict[str, Literal["query", "header", "body"]] = field(default_factory=dict)
    auth: HttpAuth | None = None
    timeout: float = 30.0
    max_bytes: int = 1_000_000


@dataclass(frozen=True)
class McpServer:
    """An MCP server whose tools the agent may call; `allowed` limits them (None: all).

    An `EnvRef` without default as `url` means that the manifest only names the server: until its owner says
    where it is, the agent runs without its tools, and /health says so.
    """

    name: str
    path: str
    transport: Literal["stdio", "http"]
    command: str | None = None
    args: tuple[str, ...] = ()
    env: dict[str, str | EnvRef | EnvText] = field(default_factory=dict)
    url: str | EnvRef | EnvText | None = None
    headers: dict[str, str | EnvRef | EnvText] = field(default_factory=dict)
    auth: HttpAuth | None = None
    allowed: tuple[str, ...] | None = None


@dataclass(frozen=True)
class MemoryPlan:
    """How a conversation is remembered. `backend` is a key of MEMORY_BACKENDS.

    `window_messages` and `max_tokens` bound what the model sees again; with a summary, they trigger it.
    """

    backend: Literal["none", "memory", "sqlite", "postgres", "redis"] = "memory"
    strategy: Literal["window", "summary"] = "window"
    window_messages: int = 50
    max_tokens: int | None = None
    ttl_seconds: int | None = None
    url: EnvRef | None = None


@dataclass(frozen=True)
class PiiRule:
    """One kind of personal data and what happens to it: LangChain's own PIIMiddleware strategies."""

    kind: str
    action: Literal["block", "redact", "warn"]


@dataclass(frozen=True)
class StreamingPlan:
    """The streaming endpoints; `websocket_port` is a port of its own, beside the server's."""

    sse: bool = True
    sse_path: str = "/chat/stream"
    websocket: bool = True
    websocket_path: str = "/chat/ws"
    websocket_port: int | None = None


@dataclass(frozen=True)
class ApiPlan:
    """The server around the agent."""

    port: int = 8000
    cors_origins: tuple[str, ...] = ()
    requests_per_minute: int | None = None
    burst: int | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "text"] = "json"


@dataclass(frozen=True)
class TracingPlan:
    """Where the project can send traces besides LangSmith; it does when its environment names the place."""

    langfuse: bool = False
    opentelemetry: bool = False


@dataclass(frozen=True)
class AgentPlan:
    """An agent, complete."""

    name: str
    version: str
    title: str
    description: str
    prompt: str
    chat_model: ChatModelPlan
    fallbacks: tuple[ChatModelPlan, ...] = ()
    tools: tuple[FunctionTool | HttpTool, ...] = ()
    mcp_servers: tuple[McpServer, ...] = ()
    limits: LimitsPlan = LimitsPlan()
    memory: MemoryPlan = MemoryPlan()
    pii: tuple[PiiRule, ...] = ()
    streaming: StreamingPlan = StreamingPlan()
    api: ApiPlan = ApiPlan()
    tracing: TracingPlan = TracingPlan()
