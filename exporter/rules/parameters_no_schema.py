"""Parameters of a tool that are no JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.json_schema import Problem, arguments_problem, is_shorthand, schema_problem
from .facts.tool_entries import PARAMETER_KEYS, tool_entries
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        # A server describes its tools itself, and OpenAPI writes parameters as a list.
        if entry.kind == "mcp":
            continue
        for key in PARAMETER_KEYS:
            value = entry.tool.get(key)
            if value is None or (isinstance(value, list) and all(_is_openapi(item) for item in value)):
                continue
            path = join_pointer(entry.path, key)
            if not is_shorthand(value):
                yield from _findings(arguments_problem(value, path), entry.path)
                continue
            message = f'The arguments stand directly under "{key}", and are read as its properties.'
            yield Finding(
                f'{message} Write "type: object" and "properties".', path, "key", severity=Severity.HINT
            )
            for name, item in value.items():
                if isinstance(item, dict):
                    yield from _findings(schema_problem(item, join_pointer(path, name)), entry.path)


def _findings(problem: Problem | None, tool: str) -> Iterator[Finding]:
    if problem is not None:
        where, what = problem
        place = where.removeprefix(tool).strip("/").replace("/", ".")
        yield Finding(f"The tool's {named(place)} {what}", where)


def _is_openapi(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str)


RULE = Rule(
    id="parameters-no-schema",
    severity=Severity.WARNING,
    title="Parameters are no JSON Schema",
    why="What cannot be read as a schema cannot become typed arguments: the tool is then exported without"
    " any."
    " Arguments that stand directly under `parameters` are understood, and only a hint.",
    mend="Write `type: object` with one schema per argument under `properties`, and the needed ones under"
    " `required`.",
    check=check,
    covers=("open-field", "schema-type", "schema-enum"),
)
