"""Two tools that come to have one name."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.fixes import replace_value
from .facts.secret_patterns import find_secret
from .facts.tool_entries import tool_entries
from .facts.tool_names import Reason, name_tools
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    entries = list(tool_entries(context))
    names = name_tools([entry.name for entry in entries])
    for entry, given in zip(entries, names, strict=True):
        if given.reason is not Reason.COLLISION or given.clash is None or entry.kind == "mcp":
            continue
        # The new name of a secret would repeat it.
        if find_secret(entry.name or "") is not None:
            continue
        other = named(entries[given.clash].name)
        path = join_pointer(entry.path, "name")
        yield Finding(
            f"The tool name {named(entry.name)} is taken by the tool {other} above: this one becomes"
            f" {named(given.name)}. Give it a name of its own.",
            path,
            fix=replace_value(context, path, given.name, f'Rename it to "{given.name}"'),
        )


RULE = Rule(
    id="tool-name-collision",
    severity=Severity.WARNING,
    title="Two tools have one name",
    why="The model tells tools apart by name. Names also meet once they are Python names, as `a-b` and"
    " `a_b` do.",
    mend="Rename one of the two.",
    check=check,
)
