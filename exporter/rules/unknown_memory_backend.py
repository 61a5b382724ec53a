"""A memory backend that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.memory import MEMORY_BACKENDS

from .facts.environment import whole_reference
from .facts.fixes import replace_value
from .facts.reading import agent_spec, at, text_of
from .facts.wording import closest, listed, named
from .rule import Context, Finding, Rule

# What manifests call the same things, and LangChain's old names for ways to remember, which are no backends.
KNOWN = frozenset(MEMORY_BACKENDS) | frozenset(
    {
        "stateless",
        "disabled",
        "in_memory",
        "inmemory",
        "buffer",
        "local",
        "file",
        "sqlite3",
        "postgresql",
        "pg",
    }
    | {
        "rdbms",
        "valkey",
        "kv",
        "window",
        "buffer_window",
        "conversation_buffer",
        "conversation_buffer_window",
    }
    | {"truncation", "sliding_window", "summary", "summary_memory", "summary_buffer", "conversation_summary"}
    | {"conversation_summary_buffer", "summarization", "conversation", "session"}
)
PLACES = (
    ("memory", "type"),
    ("memory", "backend"),
    ("memory", "provider"),
    ("memory", "persistence", "backend"),
    ("memory", "persistence", "type"),
    ("state", "backend"),
    ("state", "persistence"),
    ("state", "storage", "config", "provider"),
)


def check(context: Context) -> Iterator[Finding]:
    spec = agent_spec(context)
    for keys in PLACES:
        text = text_of(at(spec, *keys))
        reference = whole_reference(text)
        name = reference.default if reference is not None else text
        if not name or name.strip().lower().replace("-", "_").replace(" ", "_") in KNOWN:
            continue
        path = "/".join(("/spec", *keys))
        meant = closest(name, list(MEMORY_BACKENDS)) if reference is None else None
        hint = f'Did you mean "{meant}"?' if meant else f"Backends are {listed(list(MEMORY_BACKENDS))}."
        fix = replace_value(context, path, meant, f'Change it to "{meant}"') if meant else None
        message = f"There is no memory backend {named(name)}. {hint}"
        yield Finding(message, path, fix=fix)


RULE = Rule(
    id="unknown-memory-backend",
    severity=Severity.WARNING,
    title="The memory backend is unknown",
    why="What is unknown does not count; where nothing else names a backend, the project remembers in its"
    " own process"
    " and forgets when it stops.",
    mend="Use one of the backends named in the message, or the export option `memory`.",
    check=check,
    covers=("open-field", "schema-enum"),
)
