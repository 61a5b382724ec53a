"""What tools.py declares for a tool before its function: models, and names for long types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..quoting import Call, PythonSource, Subscript, assignment


@dataclass(frozen=True)
class Alias:
    """`name = value`: a type that is too long to stand in a field."""

    name: PythonSource
    value: object

    @property
    def assigned(self) -> PythonSource:
        return assignment(self.name, self.value)


@dataclass(frozen=True)
class Field:
    """`name: annotation = value`; no value where there is nothing to say but the type."""

    name: PythonSource
    annotation: PythonSource
    value: object | None

    @property
    def declaration(self) -> PythonSource:
        declared = PythonSource(f"{self.name}: {self.annotation}")
        return declared if self.value is None else assignment(declared, self.value, indent=4)


@dataclass(frozen=True)
class Model:
    """A class of ToolArguments."""

    name: PythonSource
    config: Call | None
    fields: tuple[Field, ...]


def takes_anything(model: Model) -> bool:
    """Whether there may be arguments that no field names."""
    return model.config is not None and ("extra", "allow") in model.config.arguments


def names_used(value: object) -> Iterator[str]:
    """Names that a declaration needs imported."""
    match value:
        case Alias(value=inner):
            yield from names_used(inner)
        case Model(config=config, fields=fields):
            yield "ToolArguments"
            yield from names_used(config)
            for one in fields:
                yield from names_used(one.annotation)
                yield from names_used(one.value)
        case PythonSource():
            yield from (
                name for name in ("Any", "Annotated", "Literal", "WithJsonSchema", "Field") if name in value
            )
        case Subscript(base=base, items=items):
            yield base
            for item in items:
                yield from names_used(item)
        case Call(function=function, arguments=arguments):
            yield function
            for _, argument in arguments:
                yield from names_used(argument)
