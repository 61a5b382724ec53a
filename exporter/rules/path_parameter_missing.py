"""A place in an endpoint for which the tool has no argument."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.reading import mapping
from .facts.tool_entries import PARAMETER_KEYS, ToolEntry, tool_entries
from .facts.wording import named
from .rule import Context, Finding, Rule

PLACE = re.compile(r"(?<!\$)\{([^{}]+)\}")


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        if not entry.calls_http or entry.endpoint is None:
            continue
        path, text = entry.endpoint
        arguments = _arguments(entry)
        for place in dict.fromkeys(PLACE.findall(text)):
            if place not in arguments:
                message = (
                    f"The endpoint has a place {named('{' + place + '}')}, and the tool describes no"
                    " argument of that name."
                )
                yield Finding(message + " Add it to the properties of its parameters.", path)


def _arguments(entry: ToolEntry) -> dict[str, object]:
    schema = next((entry.tool[key] for key in PARAMETER_KEYS if entry.tool.get(key) is not None), None)
    return mapping(mapping(schema).get("properties"))


RULE = Rule(
    id="path-parameter-missing",
    severity=Severity.HINT,
    title="A place in an endpoint has no argument",
    why="The model is asked for a text of that name, without being told what it is.",
    mend="Add an argument of that name to the tool's parameters, and to `required`.",
    check=check,
)
