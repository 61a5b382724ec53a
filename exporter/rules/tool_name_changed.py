"""A tool name that cannot be the name of a Python function as it is."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.fixes import replace_value
from .facts.secret_patterns import find_secret
from .facts.tool_entries import tool_entries
from .facts.tool_names import PROJECT_MODULES, Reason, ToolName, name_tools
from .facts.wording import named
from .rule import Context, Finding, Rule

WHY = {
    Reason.CHARACTERS: "is no Python name",
    Reason.KEYWORD: "is a Python keyword",
    Reason.BUILTIN: "would hide Python's own function of that name",
    Reason.PROJECT: "is already the name of something in the project",
}


def check(context: Context) -> Iterator[Finding]:
    entries = list(tool_entries(context))
    names = name_tools([entry.name for entry in entries])
    for entry, given in zip(entries, names, strict=True):
        # MCP servers are no functions, and their names may be what they like.
        if given.reason not in WHY or entry.name is None or entry.kind == "mcp":
            continue
        # The new name of a secret would repeat it.
        if find_secret(entry.name) is not None:
            continue
        path = join_pointer(entry.path, "name")
        severity = Severity.HINT if given.reason is Reason.CHARACTERS else Severity.WARNING
        fix = replace_value(context, path, given.name, f'Rename it to "{given.name}"')
        yield Finding(_message(entry.name, given), path, fix=fix, severity=severity)


def _message(name: str, given: ToolName) -> str:
    assert given.reason is not None
    why = WHY[given.reason]
    if given.reason is Reason.PROJECT and name in PROJECT_MODULES:
        why = f'is the name of the project\'s module "{name}.py"'
    return f"The tool name {named(name)} {why}: the function is called {named(given.name)}."


RULE = Rule(
    id="tool-name-changed",
    severity=Severity.WARNING,
    title="A tool gets another name",
    why="A tool becomes a Python function: its name has to be an identifier, no keyword, and must hide"
    " nothing that"
    " Python or the project calls so. Characters that are replaced (`web-search`) are only a hint.",
    mend="Rename the tool as proposed, also where the prompt speaks of it.",
    check=check,
)
