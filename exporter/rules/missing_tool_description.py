"""A tool of which the model learns nothing but the name."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.tool_entries import REAL_TYPES, tool_entries
from .facts.wording import named
from .rule import Context, Finding, Rule

# Of spec.functions the schema itself demands a description; of a tool without a name that is told first.
CALLED_BY_THE_MODEL = REAL_TYPES - {"mcp"}


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        undescribed = entry.tool.get("description") is None or entry.tool.get("description") == ""
        wanted = entry.kind in CALLED_BY_THE_MODEL and not entry.in_functions
        if wanted and entry.name is not None and undescribed:
            yield Finding(
                f"The tool {named(entry.name)} has no description. Say in a sentence when the model shall"
                " call it.",
                f"{entry.path}/name",
            )


RULE = Rule(
    id="missing-tool-description",
    severity=Severity.WARNING,
    title="A tool has no description",
    why="The description is how the model knows when to call a tool, and some providers refuse tools"
    " without one.",
    mend="Add `description`: what the tool does, when to use it, what it returns.",
    check=check,
)
