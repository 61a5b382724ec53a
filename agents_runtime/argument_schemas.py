"""What a tool takes: as the model is told it, and whether arguments are that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from langchain_core.tools import BaseTool

NAMES: Mapping[type, str] = {str: "string", int: "integer"}


def as_projects_say_it(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A choice with the type of its values, which pydantic adds in an exported project: prompts are alike."""
    said = dict(schema)
    values = said.get("enum")
    if isinstance(values, list) and len({type(value) for value in values}) == 1 and type(values[0]) in NAMES:
        said.setdefault("type", NAMES[type(values[0])])
    if isinstance(said.get("properties"), Mapping):
        said["properties"] = {name: _said(each) for name, each in said["properties"].items()}
    if "items" in said:
        said["items"] = _said(said["items"])
    return said


def _said(schema: Any) -> Any:
    return as_projects_say_it(schema) if isinstance(schema, Mapping) else schema


def invalid_argument(tool: BaseTool | None, arguments: Any) -> str | None:
    """What is wrong with the arguments, for the model to mend; the plan has made schemas sound."""
    schema = getattr(tool, "args_schema", None)
    if not isinstance(schema, dict):
        return None
    for error in Draft202012Validator(schema).iter_errors(arguments):
        place = ".".join(str(part) for part in error.absolute_path)
        return f"Invalid arguments: {place + ': ' if place else ''}{error.message[:300]}"
    return None
