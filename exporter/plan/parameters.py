"""A tool's arguments, in whichever way they are written → one JSON Schema of type object."""

from __future__ import annotations

from typing import Any

from exporter.nodes import join_pointer
from exporter.rules.facts.json_schema import TYPES, arguments_problem

from .place import Place

SCHEMA_KEYS = ("parameters", "input_schema", "inputSchema", "input", "args_schema", "schema")
PLACES = (*SCHEMA_KEYS, *(f"config.{key}" for key in SCHEMA_KEYS))


def plan_parameters(tool: Place) -> dict[str, Any]:
    return normalised(tool.first(*PLACES))


def normalised(place: Place) -> dict[str, Any]:
    """The schema with everything in it, or one without arguments where it cannot be used."""
    if not place.exists or place.value == {}:
        place.mark("honoured", "no arguments")
        return no_arguments()
    written = _with_properties(place.value)
    problem = arguments_problem(written, place.pointer)
    if problem is not None:
        pointer, why = problem
        place.mark_below("unsupported", f'"{pointer.rsplit("/", 1)[-1]}" {why}')
        return no_arguments()
    place.whole()
    schema: dict[str, Any] = {"type": "object", "properties": {}, **written}
    required = schema.pop("required", [])
    for index, name in enumerate(required):
        if name not in schema["properties"]:
            pointer = join_pointer(join_pointer(place.pointer, "required"), index)
            place.trace.mark(pointer, "unsupported", "names no property")
    needed = [name for name in dict.fromkeys(required) if name in schema["properties"]]
    return {**schema, "required": needed} if needed else schema


def _with_properties(value: Any) -> Any:
    """`{city: {type: string}}` and `{city: string}` say what `properties: {city: …}` says."""
    if not isinstance(value, dict) or value.keys() & {"type", "properties", "required", "$ref", "anyOf"}:
        return value
    if all(isinstance(item, dict) or item in TYPES for item in value.values() if _hashable(item)):
        properties = {
            name: item if isinstance(item, dict) else {"type": item} for name, item in value.items()
        }
        return {"type": "object", "properties": properties}
    return value


def _hashable(item: Any) -> bool:
    return not isinstance(item, list)


def no_arguments() -> dict[str, Any]:
    return {"type": "object", "properties": {}}
