"""The manifest's JSON Schema as objects that a reader can walk quickly, made once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from exporter.manifest.json_schema import KINDS, manifest_json_schema
from exporter.manifest.section import Section

# What JSON Schema calls the types of a value that may stand where it asks for one.
FITTING = {"number": ("number", "integer")}


@dataclass(eq=False)
class Shape:
    """What may stand in one place. No `types` means anything."""

    types: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    form: str = ""
    low: float | None = None
    high: float | None = None
    least: int = 0
    most: int | None = None
    unique: bool = False
    items: Shape | None = None
    properties: dict[str, Property] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    closed: bool = False
    others: Shape | None = None
    options: tuple[Shape, ...] = ()
    model: type[Section] | None = None


@dataclass(frozen=True, eq=False)
class Property:
    """A key of a mapping, with what OSSA thinks of it; see the marks in `exporter/manifest/section.py`."""

    shape: Shape
    open: bool
    forbidden: bool
    kept: bool


@cache
def shape_of_kind(kind: str) -> Shape:
    """A whole document of this kind. Whether it has a version and a spec is asked elsewhere."""
    schema = manifest_json_schema()
    branches = {branch["if"]["properties"]["kind"]["const"]: branch["then"] for branch in schema["allOf"]}
    properties = {**schema["properties"], **branches[kind]["properties"]}
    required = [name for name in schema["required"] if name != "apiVersion"]
    shape = ShapeMaker(schema["$defs"]).make(
        {"type": "object", "properties": properties, "required": required}
    )
    shape.model = KINDS[kind]
    return shape


class ShapeMaker:
    """Makes each definition once, so that definitions may name themselves."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions
        self.made: dict[str, Shape] = {}
        self.models = {model.__name__: model for model in subclasses(Section)}

    def make(self, schema: dict[str, Any]) -> Shape:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in self.made:
                self.made[name] = shape = Shape(model=self.models.get(name))
                self.fill(shape, self.definitions[name])
            return self.made[name]
        shape = Shape()
        self.fill(shape, schema)
        return shape

    def fill(self, shape: Shape, schema: dict[str, Any]) -> None:
        named = schema.get("type", [])
        types = [named] if isinstance(named, str) else named
        shape.types = frozenset(fitting for name in types for fitting in FITTING.get(name, (name,)))
        shape.choices = tuple(schema.get("enum", ()))
        shape.pattern = re.compile(schema["pattern"]) if "pattern" in schema else None
        shape.form = schema.get("x-form", "")
        shape.low, shape.high = schema.get("minimum"), schema.get("maximum")
        shape.least = schema.get("minLength", schema.get("minItems", 0))
        shape.most = schema.get("maxLength", schema.get("maxItems"))
        shape.unique = schema.get("uniqueItems", False)
        shape.items = self.make(schema["items"]) if schema.get("items") else None
        shape.required = tuple(schema.get("required", ()))
        others = schema.get("additionalProperties", True)
        shape.closed = others is False
        shape.others = self.make(others) if isinstance(others, dict) else None
        shape.options = tuple(self.make(option) for option in schema.get("anyOf", ()))
        for name, inner in schema.get("properties", {}).items():
            marks = [inner.get(mark, False) for mark in ("x-open", "x-forbidden", "x-kept")]
            shape.properties[name] = Property(self.make(inner), *marks)


def subclasses(model: type[Section]) -> list[type[Section]]:
    direct = model.__subclasses__()
    return [*direct, *(deeper for child in direct for deeper in subclasses(child))]
