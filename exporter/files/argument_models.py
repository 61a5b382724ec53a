"""A tool's JSON Schema → the pydantic models that say the same, as declarations ready to be written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..quoting import (
    Call,
    PythonSource,
    Subscript,
    class_name,
    columns,
    identifier,
    python,
    python_name,
)
from .argument_types import ANY, ArgumentType, argument_type, kept
from .declarations import Alias, Field, Model
from .references import without_references

IMPORTED = frozenset({"Annotated", "Any", "ConfigDict", "Field", "Literal", "WithJsonSchema"})
MAX_INLINE = 60
"""A longer type gets a name of its own; so does one with text in it, which may be of any length."""
MODEL_WORDS = frozenset(
    {"type", "properties", "required", "additionalProperties", "description", "title", "$schema"}
)


@dataclass
class ModelWriter:
    """Writes one tool's models, the inner ones first."""

    taken: set[str]
    """Names that the module has given away already."""
    declarations: list[Alias | Model] = field(default_factory=list)

    def model(self, name: str, schema: Mapping[str, Any]) -> Model:
        """The model of an object, appended after everything it needs."""
        own_name = self._unique(name)
        properties = schema.get("properties")
        required = schema.get("required")
        fields: list[Field] = []
        for key, described in (properties if isinstance(properties, Mapping) else {}).items():
            needed = (isinstance(required, list) and key in required) or _says_required(described)
            fields.append(
                self._field(own_name, str(key), described, needed, {field.name for field in fields})
            )
        model = Model(python_name(own_name), _config(schema), tuple(fields))
        self.declarations.append(model)
        return model

    def _field(self, owner: str, key: str, schema: Any, required: bool, taken: set[PythonSource]) -> Field:
        name = _field_name(key, taken)
        kind = argument_type(schema, lambda inner: self.model(f"{owner}{class_name(key)}", inner).name)
        about = schema if isinstance(schema, Mapping) else {}
        default = about.get("default")
        if not required and default is not None and not kind.accepts(default):
            kind = kept(schema)
        arguments: list[tuple[str | None, object]] = []
        optional = not required and default is None
        if not required:
            arguments.append(("default", default))
        if name != key:
            arguments.append(("alias", key))
        if isinstance(about.get("description"), str) and about["description"]:
            arguments.append(("description", about["description"]))
        arguments += kind.said.items()
        unsaid = {**kind.unsaid, **({"default": default} if required and "default" in about else {})}
        if unsaid:
            arguments.append(("json_schema_extra", unsaid))
        value: object | None = Call("Field", tuple(arguments)) if arguments else None
        if arguments == [("default", default)] and (
            default is None or isinstance(default, str | int | float)
        ):
            value = PythonSource("None") if default is None else default
        return Field(name, self._annotation(f"{owner}{class_name(key)}", kind, optional), value)

    def _annotation(self, name: str, kind: ArgumentType, optional: bool) -> PythonSource:
        source = python(kind.source)
        if columns(source) > MAX_INLINE or _has_text(kind.source):
            source = python_name(self._unique(name))
            self.declarations.append(Alias(source, kind.source))
        may_be_none = kind.source is ANY or (
            isinstance(kind.source, Subscript) and kind.source.base == "Annotated"
        )
        return PythonSource(f"{source} | None") if optional and not may_be_none else source

    def _unique(self, name: str) -> str:
        unique, number = name, 2
        while unique in self.taken:
            unique, number = f"{name}{number}", number + 1
        self.taken.add(unique)
        return unique


def write_models(name: str, schema: Mapping[str, Any], taken: set[str]) -> list[Alias | Model]:
    """Everything to declare for a tool; its own model is the last."""
    writer = ModelWriter(taken)
    writer.model(name, without_references(schema))
    return writer.declarations


def _has_text(value: object) -> bool:
    match value:
        case PythonSource():
            return False
        case Subscript(items=items):
            return any(_has_text(item) for item in items)
        case Call(arguments=arguments):
            return any(_has_text(argument) for _, argument in arguments)
    return not isinstance(value, bool | int | float | None)


def _field_name(key: str, taken: set[PythonSource]) -> PythonSource:
    name = identifier(key, "argument")
    # A field hides what the annotations after it mean.
    if name in IMPORTED or "Arguments" in name:
        name += "_"
    unique = name
    number = 2
    while unique in taken:
        unique, number = f"{name}_{number}", number + 1
    return python_name(unique)


def _says_required(schema: Any) -> bool:
    """`required: true` in a property: no JSON Schema, but what its writer means is clear."""
    return isinstance(schema, Mapping) and schema.get("required") is True


def _config(schema: Mapping[str, Any]) -> Call | None:
    more = schema.get("additionalProperties")
    extra = {key: value for key, value in schema.items() if key not in MODEL_WORDS}
    if isinstance(more, Mapping):
        extra["additionalProperties"] = more
    arguments: list[tuple[str | None, object]] = []
    if more is False:
        arguments.append(("extra", "forbid"))
    elif more is not None or extra:
        arguments.append(("extra", "allow"))
    if extra:
        arguments.append(("json_schema_extra", extra))
    return Call("ConfigDict", tuple(arguments)) if arguments else None
