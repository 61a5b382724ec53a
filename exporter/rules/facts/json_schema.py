"""Whether a value is a JSON Schema of a tool's arguments, an object with named properties, and if not why."""

from __future__ import annotations

from typing import Any

from exporter.nodes import join_pointer

from .wording import closest, listed, named

TYPES = ("string", "number", "integer", "boolean", "object", "array", "null")
COMBINERS = ("anyOf", "oneOf", "allOf")
SCHEMA_KEYS = frozenset({"type", "properties", "required", "$ref", "anyOf"})
Problem = tuple[str, str]


def arguments_problem(schema: object, path: str) -> Problem | None:
    """Where and why this is no schema of arguments, or None."""
    if not isinstance(schema, dict):
        return path, "must be a JSON Schema of type object, with its arguments under properties."
    if schema.get("type") not in (None, "object"):
        return join_pointer(
            path, "type"
        ), f'must be "object", since arguments have names, not {named(schema["type"])}.'
    return schema_problem(schema, path)


def is_shorthand(value: object) -> bool:
    """`{city: {type: string}}` or `{city: string}`: arguments that should stand under `properties`."""
    if not isinstance(value, dict) or not value or value.keys() & SCHEMA_KEYS:
        return False
    return all(isinstance(item, dict) or (isinstance(item, str) and item in TYPES) for item in value.values())


def schema_problem(schema: object, path: str) -> Problem | None:
    if isinstance(schema, bool):
        return None
    if not isinstance(schema, dict):
        return path, "must be a JSON Schema, which is a mapping."
    return _type_problem(schema, path) or _keyword_problem(schema, path) or _inner_problem(schema, path)


def _type_problem(schema: dict[str, Any], path: str) -> Problem | None:
    types = schema.get("type", [])
    for name in types if isinstance(types, list) else [types]:
        if not isinstance(name, str) or name not in TYPES:
            guess = closest(name, TYPES) if isinstance(name, str) else None
            meant = f"was {named(guess)} meant?" if guess else f"types are {listed(TYPES)}."
            return join_pointer(path, "type"), f"is {named(name)}, which is no type of JSON Schema; {meant}"
    return None


def _keyword_problem(schema: dict[str, Any], path: str) -> Problem | None:
    for key, kind, wanted in (
        ("properties", dict, "a mapping"),
        ("required", list, "a list"),
        ("enum", list, "a list"),
    ):
        if key in schema and not isinstance(schema[key], kind):
            hint = "; the object lists its required names itself" if isinstance(schema[key], bool) else ""
            return join_pointer(path, key), f"must be {wanted}{hint}."
    for index, name in enumerate(schema.get("required", [])):
        if not isinstance(name, str):
            return join_pointer(join_pointer(path, "required"), index), "must be the name of a property."
    return None


def _inner_problem(schema: dict[str, Any], path: str) -> Problem | None:
    """Of the schemas inside. The text's limit on nesting bounds the depth."""
    inner: list[tuple[object, str]] = []
    items = schema.get("items", True)
    if isinstance(items, list):
        inner += [
            (item, join_pointer(join_pointer(path, "items"), index)) for index, item in enumerate(items)
        ]
    else:
        inner.append((items, join_pointer(path, "items")))
    properties = join_pointer(path, "properties")
    inner += [(item, join_pointer(properties, name)) for name, item in schema.get("properties", {}).items()]
    for key in COMBINERS:
        branches = schema.get(key)
        if isinstance(branches, list):
            inner += [
                (item, join_pointer(join_pointer(path, key), index)) for index, item in enumerate(branches)
            ]
    return next((found for item, place in inner if (found := schema_problem(item, place))), None)
