"""Values and calls → Python expressions over several lines, broken where `ruff format` would leave them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .characters import columns
from .identifiers import python_name
from .python_text import LINE_LENGTH, string_literal, string_pieces
from .source import PythonSource

INDENT = 4


@dataclass(frozen=True)
class Call:
    """`function(…)`; an argument without a name is positional."""

    function: str
    arguments: tuple[tuple[str | None, object], ...]


@dataclass(frozen=True)
class Spread:
    """`*value`, in a list or a call."""

    value: object


@dataclass(frozen=True)
class Later:
    """`lambda: value`, in a call."""

    value: object


@dataclass(frozen=True)
class Subscript:
    """`base[…]`: a type with its parameters."""

    base: str
    items: tuple[object, ...]


def python(value: object) -> PythonSource:
    """A value as one literal on one line."""
    return PythonSource(flat(value))


def arranged(value: object, indent: int = 0, used: int = 0, after: int = 0) -> PythonSource:
    """A value or call; `used` columns of its first line are taken, `after` must stay free behind it."""
    return PythonSource(_arranged(value, indent, indent + used, after))


def assignment(target: str, value: object, indent: int = 0) -> PythonSource:
    """`target = value`; the target is source of ours."""
    return PythonSource(f"{target} = {_arranged(value, indent, indent + columns(target) + 3, 0)}")


def flat(value: object) -> str:
    """One line, however long."""
    match value:
        case PythonSource():
            return str(value)
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(_keyword(name) + flat(argument) for name, argument in arguments)})"
        case Spread(value=inner):
            return f"*{flat(inner)}"
        case Later(value=inner):
            return f"lambda: {flat(inner)}"
        case Subscript(base=base, items=items):
            return f"{base}[{', '.join(map(flat, items))}]"
        case dict():
            return "{" + ", ".join(f"{flat(key)}: {flat(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(flat, value)) + "]"
        case tuple():
            return f"({', '.join(map(flat, value))}{',' if len(value) == 1 else ''})"
    return _scalar(value)


def _scalar(value: object) -> str:
    match value:
        case str():
            return string_literal(value)
        case None | bool() | int():
            return repr(value)
        case float():
            return repr(value) if math.isfinite(value) else f'float("{value}")'
        case Decimal():
            return f'Decimal("{value}")'
    raise TypeError(f"no Python literal for {type(value).__name__}")


def _keyword(name: str | None) -> str:
    return "" if name is None else f"{python_name(name)}="


def _arranged(value: object, indent: int, used: int, after: int) -> str:
    line = flat(value)
    if used + columns(line) + after <= LINE_LENGTH:
        return line
    inner = indent + INDENT
    match value:
        case PythonSource():
            return line
        case str():
            return _long_string(value, indent)
        case Call(function=function, arguments=arguments) if arguments:
            items = [_labelled(_keyword(name), argument, inner) for name, argument in arguments]
            return _broken(f"{function}(", items, ")", indent)
        case Subscript(base=base, items=(only,)):
            # A comma would make a tuple of it.
            return f"{base}[\n{' ' * inner}{_arranged(only, inner, inner, 0)}\n{' ' * indent}]"
        case Subscript(base=base, items=parameters):
            return _broken(f"{base}[", [_labelled("", item, inner) for item in parameters], "]", indent)
        case dict() if value:
            items = [_labelled(f"{flat(key)}: ", item, inner) for key, item in value.items()]
            return _broken("{", items, "}", indent)
        case list() if value:
            return _broken("[", [_labelled("", item, inner) for item in value], "]", indent)
        case tuple() if value:
            return _broken("(", [_labelled("", item, inner) for item in value], ")", indent)
    return line


def _labelled(label: str, value: object, indent: int) -> str:
    if isinstance(value, Later):
        label, value = f"{label}lambda: ", value.value
    return label + _arranged(value, indent, indent + columns(label), after=1)


def _broken(opening: str, items: Sequence[str], closing: str, indent: int) -> str:
    inner = " " * (indent + INDENT)
    return f"{opening}\n" + "".join(f"{inner}{item},\n" for item in items) + " " * indent + closing


def _long_string(text: str, indent: int) -> str:
    room = LINE_LENGTH - indent - INDENT
    literal = string_literal(text)
    lines = [literal] if columns(literal) <= room else string_pieces(text, room)
    inner = " " * (indent + INDENT)
    return "(\n" + "".join(f"{inner}{line}\n" for line in lines) + " " * indent + ")"


def signature(name: str, parameters: Sequence[str]) -> PythonSource:
    """`async def name(…) -> str`; the parameters are source of ours."""
    line = f"async def {python_name(name)}({', '.join(parameters)}) -> str"
    if columns(line) < LINE_LENGTH:
        return PythonSource(line)
    return PythonSource(_broken(f"async def {name}(", parameters, ") -> str", 0))
