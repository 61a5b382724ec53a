"""A tool that has no name."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.fixes import insert_entry
from .facts.tool_entries import tool_entries
from .facts.tool_names import name_tools
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    entries = list(tool_entries(context))
    names = name_tools([entry.name for entry in entries])
    for entry, given in zip(entries, names, strict=True):
        # An MCP server is called what its `server` says; of spec.functions the schema itself demands a name.
        if (
            entry.kind == "mcp"
            or entry.in_functions
            or entry.name is not None
            or entry.tool.get("name") not in (None, "")
        ):
            continue
        fix = None
        if "name" not in entry.tool:
            fix = insert_entry(context, entry.path, "name", given.name, f'Name it "{given.name}"')
        message = f"The tool has no name: it becomes {named(given.name)}, which tells the model nothing."
        yield Finding(message, entry.path, fix=fix)


RULE = Rule(
    id="missing-tool-name",
    severity=Severity.WARNING,
    title="A tool has no name",
    why="The model chooses tools by name and description.",
    mend="Give it a name that says what it does, such as `search_orders`.",
    check=check,
    covers=("open-field", "schema-type"),
)
