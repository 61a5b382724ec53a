"""The environment variables that the kit's own modules read; a test compares them with the modules' text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """One variable. `default` is what it is when it is not set; None: there is no default."""

    name: str
    purpose: str
    default: str | None = None
    required: bool = False


@dataclass(frozen=True)
class Group:
    """Variables that belong together."""

    title: str
    variables: tuple[Variable, ...]


SERVER = Group(
    "Server",
    (
        Variable("API_KEY", "When set, every request but /health needs it as a bearer token."),
        Variable("HOST", "The address to listen on.", "127.0.0.1"),
        Variable("API_HOST", "The same, under another name."),
        Variable("PORT", "The port to listen on."),
        Variable("API_PORT", "The same, under another name."),
        Variable(
            "ALLOWED_HOSTS", "Names by which a proxy on this machine calls the server, separated by commas."
        ),
        Variable("DATA_DIR", "The folder of the files that the server writes.", "data"),
        Variable("COSTS_DB", "The file of the costs.", "data/costs.db"),
        Variable("LOG_LEVEL", "debug, info, warning or error."),
        Variable("LOG_FORMAT", "json or text."),
        Variable("RUN_GRACE_SECONDS", "How long a run goes on while nobody watches it.", "30"),
        Variable("MAX_RUNS", "How many runs may go on at once.", "200"),
    ),
)
TOOLS = Group(
    "Tools",
    (Variable("OUTBOUND_ALLOW", "Private hosts and networks that tools may call, separated by commas."),),
)
LANGSMITH = Group(
    "Traces in LangSmith",
    (
        Variable("LANGSMITH_ENABLED", "true sends traces to LangSmith."),
        Variable("LANGCHAIN_API_KEY", "The key of LangSmith."),
        Variable("LANGSMITH_API_KEY", "The same, under another name."),
        Variable("LANGCHAIN_PROJECT", "The project there.", "default"),
        Variable("LANGSMITH_PROJECT", "The same, under another name."),
        Variable("LANGCHAIN_ENDPOINT", "Where LangSmith is, when it is one of your own."),
        Variable("LANGSMITH_ENDPOINT", "The same, under another name."),
    ),
)
LANGFUSE = Group(
    "Traces in Langfuse",
    (
        Variable("LANGFUSE_PUBLIC_KEY", "Both keys send traces to Langfuse."),
        Variable("LANGFUSE_SECRET_KEY", "The second of them."),
        Variable("LANGFUSE_HOST", "Where Langfuse is.", "https://cloud.langfuse.com"),
    ),
)
OPENTELEMETRY = Group(
    "Traces over OpenTelemetry",
    (
        Variable("OTEL_EXPORTER_OTLP_ENDPOINT", "Where spans are sent."),
        Variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "The whole address for spans alone."),
        Variable("OTEL_SERVICE_NAME", "What the service is called there."),
    ),
)
KIT_VARIABLES: dict[str, tuple[Group, ...]] = {
    "settings": (SERVER,),
    "outbound": (TOOLS,),
    "observability": (LANGSMITH,),
    "observability_langfuse": (LANGFUSE,),
    "observability_otel": (OPENTELEMETRY,),
}
"""By the module that reads them."""
