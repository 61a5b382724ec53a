"""A type of tool for which there is no client, so that a function is written for it."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.fixes import replace_value
from .facts.tool_entries import REAL_TYPES, tool_entries
from .facts.wording import closest, named
from .rule import Context, Finding, Rule

# A function is what a tool of another type is meant to become; no fix turns a browser into one silently.
OSSA_TYPES = frozenset(
    {"browser", "kubernetes", "grpc", "a2a", "webhook", "schedule", "pipeline", "workflow", "artifact"}
    | {"git-commit", "ci-status", "comment", "library", "custom"}
)


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        if entry.type is None or entry.kind in REAL_TYPES:
            continue
        path = join_pointer(entry.path, "type")
        meant = closest(entry.kind, sorted(REAL_TYPES)) if entry.kind not in OSSA_TYPES else None
        hint = f' Did you mean "{meant}"?' if meant else " Its body is yours to write in tools.py."
        fix = replace_value(context, path, meant, f'Change the type to "{meant}"') if meant else None
        message = f"A tool of type {named(entry.type)} is exported as a function without a body.{hint}"
        yield Finding(message, path, fix=fix)


RULE = Rule(
    id="tool-becomes-function",
    severity=Severity.WARNING,
    title="A tool becomes a function to be written",
    why="Tools of type `function`, `api`, `http` and `mcp` do something by themselves. For any other type"
    " the project"
    " gets a function whose body is missing; until somebody writes it, the model is told so.",
    mend="Use a type that is exported, or write the function's body in `tools.py`.",
    check=check,
    covers=("schema-enum",),
)
