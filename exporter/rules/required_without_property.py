"""A required argument that the tool does not have."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.fixes import remove
from .facts.reading import mapping
from .facts.tool_entries import PARAMETER_KEYS, tool_entries
from .facts.wording import closest, named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        key = next((key for key in PARAMETER_KEYS if entry.tool.get(key) is not None), None)
        schema = mapping(entry.tool.get(key or ""))
        properties, required = schema.get("properties", {}), schema.get("required")
        if not isinstance(properties, dict) or not isinstance(required, list):
            continue
        path = join_pointer(join_pointer(entry.path, key or ""), "required")
        for index, name in enumerate(required):
            if isinstance(name, str) and name not in properties:
                # The closest of a few: comparing with thousands of names would take as many comparisons.
                meant = closest(name, list(properties)[:50])
                hint = f' Did you mean "{meant}"?' if meant else ""
                place = join_pointer(path, index)
                message = f"The required argument {named(name)} is not among the tool's properties.{hint}"
                yield Finding(message, place, fix=remove(context, place, "Do not require it"))


RULE = Rule(
    id="required-without-property",
    severity=Severity.WARNING,
    title="A required argument is not described",
    why="The model cannot give an argument that it is not told about; the export leaves the requirement out.",
    mend="Describe the argument under `properties`, or do not require it.",
    check=check,
)
