"""One JSON Schema → the Python type of an argument, and what pydantic's Field has to say about it.

What Python's types cannot say becomes Any, with the schema kept for the model: nothing gets lost or guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..quoting import Call, PythonSource, Subscript
from .patterns import is_simple

SCALARS: dict[str, tuple[PythonSource, tuple[type, ...]]] = {
    "string": (PythonSource("str"), (str,)),
    "integer": (PythonSource("int"), (int,)),
    "number": (PythonSource("float"), (int, float)),
    "boolean": (PythonSource("bool"), (bool,)),
    "null": (PythonSource("None"), (type(None),)),
}
NUMBER_WORDS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
}
LENGTH_WORDS = {
    "string": {"minLength": "min_length", "maxLength": "max_length"},
    "array": {"minItems": "min_length", "maxItems": "max_length"},
}
UNSAYABLE = frozenset(
    {
        *("$ref", "$dynamicRef", "anyOf", "oneOf", "allOf", "not", "if", "then", "else", "patternProperties"),
        *("propertyNames", "dependencies", "dependentSchemas", "dependentRequired", "unevaluatedProperties"),
        *("unevaluatedItems", "prefixItems", "contains", "additionalItems", "nullable"),
    }
)
TOLD_ELSEWHERE = frozenset({"type", "description", "default", "required", "title", "$schema", "$id"})
ANY = PythonSource("Any")
Source = PythonSource | Subscript


@dataclass(frozen=True)
class ArgumentType:
    """`source` is the annotation; `accepts` says whether a default is one of its values."""

    source: Source
    accepts: Callable[[Any], bool]
    said: dict[str, object] = field(default_factory=dict)
    """What Field says: min_length, ge …"""
    unsaid: dict[str, Any] = field(default_factory=dict)
    """Keywords that neither the type nor Field can say; the model sees them all the same."""


def kept(schema: Any) -> ArgumentType:
    """Any, and the model sees the schema as it was written."""
    if not isinstance(schema, Mapping):
        schema = {"not": {}} if schema is False else {}
    plain = {key: value for key, value in schema.items() if key not in ("description", "default", "title")}
    if isinstance(plain.get("required"), bool):
        del plain["required"]
    if not plain:
        return ArgumentType(ANY, lambda value: True)
    source = Subscript("Annotated", (ANY, Call("WithJsonSchema", ((None, plain),))))
    return ArgumentType(source, lambda value: True)


def argument_type(schema: Any, nested: Callable[[Mapping[str, Any]], PythonSource]) -> ArgumentType:
    """The type of one property; `nested` makes a model of an object and gives its name."""
    if not isinstance(schema, Mapping) or UNSAYABLE & schema.keys():
        return kept(schema)
    if "enum" in schema or "const" in schema:
        return _choice(schema)
    kind = schema.get("type") or (
        "object" if "properties" in schema else "array" if "items" in schema else None
    )
    if isinstance(kind, list) and len(kind) == 2 and "null" in kind:
        return _nullable(schema, next((name for name in kind if name != "null"), None), nested)
    if kind == "array":
        return _array(schema, nested)
    if kind == "object":
        return _object(schema, nested)
    if isinstance(kind, str) and kind in SCALARS:
        return _scalar(schema, kind)
    return kept(schema)


def is_a(value: Any, types: tuple[type, ...]) -> bool:
    """Python counts True as 1; JSON does not."""
    return isinstance(value, types) and (not isinstance(value, bool) or bool in types)


def _choice(schema: Mapping[str, Any]) -> ArgumentType:
    values = schema.get("enum", [schema.get("const")])
    if not isinstance(values, list) or not values or len({type(value) for value in values}) != 1:
        return kept(schema)
    kind = type(values[0])
    named = schema.get("type", next((name for name, (_, types) in SCALARS.items() if types == (kind,)), None))
    if kind not in (str, int) or named not in SCALARS or not is_a(values[0], SCALARS[named][1]):
        return kept(schema)
    unsaid = _unsaid(schema, {"enum", "const"})
    return ArgumentType(Subscript("Literal", tuple(dict.fromkeys(values))), values.__contains__, {}, unsaid)


def _nullable(
    schema: Mapping[str, Any], kind: Any, nested: Callable[[Mapping[str, Any]], PythonSource]
) -> ArgumentType:
    if kind not in SCALARS:
        return kept(schema)
    inner = argument_type({**schema, "type": kind}, nested)
    plain = {key: value for key, value in schema.items() if key not in ("description", "default", "title")}
    source = Subscript(
        "Annotated", (PythonSource(f"{SCALARS[kind][0]} | None"), Call("WithJsonSchema", ((None, plain),)))
    )
    return ArgumentType(source, lambda value: value is None or inner.accepts(value))


def _scalar(schema: Mapping[str, Any], kind: str) -> ArgumentType:
    source, types = SCALARS[kind]
    said: dict[str, object] = {}
    if kind in ("integer", "number"):
        for word, argument in NUMBER_WORDS.items():
            value = schema.get(word)
            if isinstance(value, int | float) and is_a(value, types) and (word != "multipleOf" or value > 0):
                said[argument] = value
    for word, argument in LENGTH_WORDS.get(kind, {}).items():
        if is_a(schema.get(word), (int,)) and schema[word] >= 0:
            said[argument] = schema[word]
    pattern = schema.get("pattern")
    if kind == "string" and isinstance(pattern, str) and is_simple(pattern):
        said["pattern"] = pattern
    return ArgumentType(source, lambda value: is_a(value, types), said, _unsaid(schema, _words(said)))


def _array(schema: Mapping[str, Any], nested: Callable[[Mapping[str, Any]], PythonSource]) -> ArgumentType:
    items = schema.get("items", {})
    if not isinstance(items, Mapping | bool):
        return kept(schema)
    item = argument_type({} if items is True else items, nested)
    if item.said or item.unsaid or _description(items):
        about = {**item.said, **({"description": text} if (text := _description(items)) else {})}
        arguments = [*about.items(), *([("json_schema_extra", item.unsaid)] if item.unsaid else [])]
        parts = (
            item.source.items
            if isinstance(item.source, Subscript) and item.source.base == "Annotated"
            else (item.source,)
        )
        item = ArgumentType(Subscript("Annotated", (*parts, Call("Field", tuple(arguments)))), item.accepts)
    said: dict[str, object] = {
        argument: schema[word]
        for word, argument in LENGTH_WORDS["array"].items()
        if is_a(schema.get(word), (int,)) and schema[word] >= 0
    }

    def accepts(value: Any) -> bool:
        return isinstance(value, list) and all(item.accepts(part) for part in value)

    source = Subscript("list", (item.source,))
    return ArgumentType(source, accepts, said, _unsaid(schema, {"items", *_words(said)}))


def _object(schema: Mapping[str, Any], nested: Callable[[Mapping[str, Any]], PythonSource]) -> ArgumentType:
    properties, more = schema.get("properties"), schema.get("additionalProperties", True)
    if properties and isinstance(properties, Mapping):
        if not isinstance(more, bool) or {"minProperties", "maxProperties"} & schema.keys():
            return kept(schema)
        # A default would have to be written as a call of the model.
        known = {"properties", "additionalProperties", *schema} - {"default"}
        return ArgumentType(nested(schema), lambda value: False, {}, _unsaid(schema, known))
    if more is False or schema.get("required"):
        return kept(schema)
    values = argument_type({} if more is True else more, nested)
    if values.said or values.unsaid or _description(more):
        return kept(schema)

    def accepts(value: Any) -> bool:
        return isinstance(value, dict) and all(values.accepts(part) for part in value.values())

    source = Subscript("dict", (PythonSource("str"), values.source))
    return ArgumentType(source, accepts, {}, _unsaid(schema, {"properties", "additionalProperties"}))


def _description(schema: Any) -> str | None:
    text = schema.get("description") if isinstance(schema, Mapping) else None
    return text if isinstance(text, str) and text else None


def _words(said: Mapping[str, object]) -> set[str]:
    pairs = [*NUMBER_WORDS.items(), *LENGTH_WORDS["string"].items(), *LENGTH_WORDS["array"].items()]
    return {word for word, argument in pairs if argument in said} | ({"pattern"} & said.keys())


def _unsaid(schema: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in TOLD_ELSEWHERE | known}
