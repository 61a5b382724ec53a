"""A tool that does not say of which type it is."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.fixes import insert_entry
from .facts.tool_entries import tool_entries
from .facts.wording import named
from .rule import Context, Finding, Rule

MEANINGS = {
    "function": "it is taken for a function, whose body is yours to write in tools.py",
    "http": "by its address it is taken for an HTTP request",
    "mcp": "by its source it is taken for tools of an MCP server",
}


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        if entry.in_functions or entry.tool.get("type") not in (None, ""):
            continue
        path = join_pointer(entry.path, "type") if "type" in entry.tool else entry.path
        fix = insert_entry(context, entry.path, "type", entry.kind, f'Set the type to "{entry.kind}"')
        tool = f"tool {named(entry.name)}" if entry.name is not None else "tool"
        yield Finding(f"The {tool} has no type: {MEANINGS[entry.kind]}.", path, "key", fix)


RULE = Rule(
    id="missing-tool-type",
    severity=Severity.WARNING,
    title="A tool has no type",
    why="The type says how a tool works; OSSA demands it, and other tools refuse the manifest without it.",
    mend="Add `type`: `function`, `api`, `http` or `mcp`.",
    check=check,
    covers=("schema-required", "schema-type", "schema-enum"),
)
