"""A tool whose parameters are given in two places at once."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.fixes import remove
from .facts.tool_entries import PARAMETER_KEYS, tool_entries
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        given = [key for key in PARAMETER_KEYS if entry.tool.get(key) is not None]
        for other in given[1:]:
            path = join_pointer(entry.path, other)
            same = entry.tool[given[0]] == entry.tool[other]
            yield Finding(
                f'The tool has "{given[0]}" and "{other}"; "{given[0]}" counts. Keep one of them.',
                path,
                "key",
                remove(context, path, f'Remove "{other}"'),
                Severity.HINT if same else None,
            )


RULE = Rule(
    id="several-schemas",
    severity=Severity.WARNING,
    title="Parameters are given more than once",
    why="`parameters`, `input_schema` and `inputSchema` are three spellings of one thing; only the first"
    " one counts.",
    mend="Keep one of them.",
    check=check,
)
