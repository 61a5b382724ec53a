"""spec.memory, spec.state and the extensions of LangChain and LangGraph → how a conversation is kept."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from exporter.agent_plan import EnvRef, MemoryPlan
from exporter.memory import MEMORY_BACKENDS
from exporter.options import ExportOptions
from exporter.rules.facts.environment import whole_reference, with_defaults

from .durations import whole_seconds
from .place import Place

Backend = Literal["none", "memory", "sqlite", "postgres", "redis"]
Strategy = Literal["window", "summary"]

BACKENDS: dict[str, Backend] = {
    "none": "none",
    "stateless": "none",
    "disabled": "none",
    "memory": "memory",
    "in_memory": "memory",
    "inmemory": "memory",
    "buffer": "memory",
    "local": "sqlite",
    "file": "sqlite",
    "sqlite": "sqlite",
    "sqlite3": "sqlite",
    "postgres": "postgres",
    "postgresql": "postgres",
    "pg": "postgres",
    "rdbms": "postgres",
    "redis": "redis",
    "valkey": "redis",
    "kv": "redis",
}
# What LangChain's old classes did with a conversation, wherever it was kept.
STRATEGIES: dict[str, Strategy] = {
    "buffer": "window",
    "window": "window",
    "buffer_window": "window",
    "conversation_buffer": "window",
    "conversation_buffer_window": "window",
    "truncation": "window",
    "sliding_window": "window",
    "summary": "summary",
    "summary_memory": "summary",
    "summary_buffer": "summary",
    "conversation_summary": "summary",
    "conversation_summary_buffer": "summary",
    "summarization": "summary",
}
# Where a manifest may name the backend; the first that names one we have counts.
BACKEND_PLACES = (
    "spec.memory.persistence.backend",
    "spec.memory.persistence.type",
    "spec.memory.backend",
    "spec.memory.provider",
    "spec.memory.type",
    "spec.state.storage.config.provider",
    "spec.state.storage.type",
    "spec.state.backend",
    "spec.state.persistence",
    "spec.checkpointing.storage.backend",
    "extensions.langgraph.checkpointer.type",
    "extensions.langchain.memory.type",
    "extensions.langchain.memory_type",
)
STRATEGY_PLACES = (
    "spec.memory.strategy",
    "spec.memory.type",
    "spec.state.context_window.strategy",
    "extensions.langchain.memory_type",
    "extensions.langchain.memory.type",
)
URL_PLACES = (
    "spec.memory.persistence.connection.url",
    "spec.memory.persistence.url",
    "spec.memory.config.url",
    "spec.memory.url",
    "spec.state.storage.config.endpoint",
    "extensions.langgraph.checkpointer.connection_string",
)
TTL_PLACES = (
    "spec.memory.persistence.ttl",
    "spec.memory.config.session_ttl",
    "spec.memory.config.ttl",
    "spec.memory.ttl",
    "spec.state.ttl",
    "spec.state.storage.retention",
)
MESSAGE_PLACES = ("spec.state.context_window.max_messages", "spec.memory.max_messages")
# LangChain's `k` counts exchanges: a question and its answer.
EXCHANGE_PLACES = (
    "spec.memory.window_size",
    "spec.memory.windowSize",
    "spec.memory.config.window_size",
    "extensions.langchain.memory_config.k",
)
TOKEN_PLACES = (
    "spec.memory.max_token_limit",
    "spec.memory.maxTokenLimit",
    "spec.memory.max_tokens",
    "spec.state.context_window.max_tokens",
    "extensions.langchain.memory_config.max_token_limit",
    "extensions.langchain.memory.max_tokens",
)
SCHEMES = {"redis": ("redis", "rediss"), "postgres": ("postgres", "postgresql")}
PORTS = {"redis": "6379", "postgres": "5432"}
DATABASES = {"redis": "0", "postgres": "agent"}


def plan_memory(root: Place, options: ExportOptions) -> MemoryPlan:
    default = MemoryPlan()
    backend = _backend(root, options)
    if backend == "none":
        return MemoryPlan(backend="none")
    messages, exchanges = (_first_integer(root, places) for places in (MESSAGE_PLACES, EXCHANGE_PLACES))
    window = messages if messages is not None else None if exchanges is None else 2 * exchanges
    return MemoryPlan(
        backend=backend,
        strategy=_strategy(root) or default.strategy,
        window_messages=default.window_messages if window is None else window,
        max_tokens=_first_integer(root, TOKEN_PLACES, minimum=1),
        ttl_seconds=whole_seconds(root.first(*TTL_PLACES)),
        url=_url(root, backend),
    )


def _backend(root: Place, options: ExportOptions) -> Backend:
    chosen: Backend | None = None if options.memory == "auto" else options.memory
    memory, mode = root.at("spec.memory"), root.at("spec.state.mode")
    if chosen is None and memory["enabled"].flag() is False:
        memory.mark_below("metadata", "switched off")
        return "none"
    kept = chosen is not None or _is_kept(memory["persistence"])
    for path in BACKEND_PLACES:
        place = root.at(path)
        if not place.exists or isinstance(place.value, dict):
            continue
        known = BACKENDS.get(_word(place))
        if known is None:
            continue
        if chosen is not None:
            place.mark("unsupported", "another place of the manifest, or the option `memory`, counts")
        elif not kept and ".persistence." in path:
            place.mark("metadata", "switched off")
        else:
            place.mark("honoured")
            chosen = known
    if chosen is None and mode.exists and _word(mode) == "stateless":
        mode.mark("honoured", "no memory")
        return "none"
    return chosen or "memory"


def _is_kept(persistence: Place) -> bool:
    """Whether a backend that is named here is used."""
    named = persistence.first("backend", "type")
    return not named.exists or persistence["enabled"].flag() is not False


def _word(place: Place) -> str:
    text = with_defaults(str(place.value)) or ""
    return text.strip().lower().replace("-", "_").replace(" ", "_")


def _strategy(root: Place) -> Strategy | None:
    strategy: Strategy | None = None
    for path in STRATEGY_PLACES:
        place = root.at(path)
        known = STRATEGIES.get(_word(place)) if place.exists else None
        if known is not None and strategy is None:
            place.mark("honoured")
            strategy = known
    return strategy


def _first_integer(root: Place, paths: tuple[str, ...], minimum: int = 0) -> int | None:
    place = root.first(*paths)
    return place.integer(minimum)


def _url(root: Place, backend: Backend) -> EnvRef | None:
    """Where the store is: always from the environment, with what the manifest says as the default."""
    facts = MEMORY_BACKENDS[backend]
    if facts.url_variable is None:
        return None
    place = root.first(*URL_PLACES)
    if backend in SCHEMES and place.exists:
        reference = whole_reference(place.value)
        url = _without_password(with_defaults(str(place.value)), SCHEMES[backend])
        if url is not None or reference is not None:
            place.mark(
                "honoured", f"the default of {reference.variable if reference else facts.url_variable}"
            )
            variable = reference.variable if reference else facts.url_variable
            return EnvRef(variable, url or facts.default_url)
        place.mark("unsupported", f"no address of {facts.title}; set {facts.url_variable}")
    for section in ("spec.memory.config", "spec.state.config"):
        url = _from_parts(root.at(section), backend)
        if url is not None:
            return EnvRef(facts.url_variable, url)
    return EnvRef(facts.url_variable, facts.default_url)


def _without_password(text: str | None, schemes: tuple[str, ...]) -> str | None:
    """The address, if it is one of the backend's and holds no password: that belongs into the environment."""
    if not text:
        return None
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    if parts.scheme not in schemes or not parts.hostname or parts.password is not None:
        return None
    return text.strip()


def _from_parts(config: Place, backend: Backend) -> str | None:
    host = config["host"]
    if backend not in SCHEMES or not host.exists:
        return None
    named = host.word()
    if named is None or not all(part.replace("-", "").isalnum() for part in named.split(".")):
        return None
    port = config["port"].integer()
    database = config.first("database", "db").word()
    return (
        f"{SCHEMES[backend][-1] if backend == 'postgres' else SCHEMES[backend][0]}://{named}"
        f":{port or PORTS[backend]}/{database if database and database.isalnum() else DATABASES[backend]}"
    )
