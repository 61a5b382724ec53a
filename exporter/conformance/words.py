"""How places, types and values of a manifest are called in messages."""

from __future__ import annotations

import re

from exporter.conformance.shapes import Shape
from exporter.nodes import MappingNode, Node, ScalarNode, split_pointer
from exporter.rules.facts.wording import listed, named

TYPE_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}
MOST_CHOICES = 20


def place(pointer: str) -> str:
    """`"spec.tools[0].type"` for `/spec/tools/0/type`."""
    text = ""
    for part in split_pointer(pointer):
        if part.isdecimal():
            text += f"[{part}]"
        elif re.fullmatch(r"[\w@$-]+", part):
            text += f".{part}"
        else:
            text += f"[{named(part)[1:-1]}]"
    return named(text.removeprefix(".")) if text else "The manifest"


def type_of(node: Node) -> str:
    """The JSON type of a node."""
    if isinstance(node, MappingNode):
        return "object"
    if not isinstance(node, ScalarNode):
        return "array"
    return scalar_type(node.value)


def scalar_type(value: str | int | float | bool | None) -> str:
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "boolean"
    if value is None:
        return "null"
    return "integer" if isinstance(value, int) or value.is_integer() else "number"


def wanted(shape: Shape) -> str:
    """What may stand here: `a number from 0 to 2, or a reference such as "${NAME}"`."""
    if shape.options:
        return listed([wanted(option) for option in shape.options])
    if shape.choices:
        return f"one of {choices(shape)}"
    if shape.form:
        return shape.form
    types = [name for name in TYPE_WORDS if name in shape.types]
    if "number" in types:
        types.remove("integer")
    return listed([TYPE_WORDS[name] for name in types]) + limits(shape)


def limits(shape: Shape) -> str:
    if shape.low is not None and shape.high is not None:
        return f" from {shape.low:g} to {shape.high:g}"
    if shape.low is not None:
        return f" of at least {shape.low:g}"
    return f" of at most {shape.high:g}" if shape.high is not None else ""


def choices(shape: Shape) -> str:
    shown = [f'"{choice}"' for choice in shape.choices[:MOST_CHOICES]]
    return ", ".join(shown) + (" …" if len(shape.choices) > MOST_CHOICES else "")
