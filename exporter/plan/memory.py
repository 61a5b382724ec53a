"""spec.memory, spec.state and the extensions of LangChain and LangGraph → how a conversation is kept."""

from __future__ import annotations

from typing import Literal

from exporter.agent_plan import MemoryPlan
from exporter.options import ExportOptions
from exporter.rules.facts.environment import with_defaults

from .durations import whole_seconds
from .place import Place
from .store_address import plan_store_address

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


def plan_memory(root: Place, options: ExportOptions) -> MemoryPlan:
    default = MemoryPlan()
    backend = _backend(root, options)
    if backend == "none":
        return MemoryPlan(backend="none")
    messages, exchanges = (_first_integer(root, places) for places in (MESSAGE_PLACES, EXCHANGE_PLACES))
    window = messages if messages is not None else None if exchanges is None else 2 * exchanges
    if window == 0 and options.memory == "auto":
        return MemoryPlan(backend="none")
    return MemoryPlan(
        backend=backend,
        strategy=_strategy(root) or default.strategy,
        window_messages=default.window_messages if window is None else window,
        max_tokens=_first_integer(root, TOKEN_PLACES, minimum=1),
        ttl_seconds=whole_seconds(root.first(*TTL_PLACES)),
        url=plan_store_address(root, backend),
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
