"""How rules read a document that may be wrong in any way: what is not as it should be reads as absent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exporter.nodes import join_pointer
from exporter.rules.rule import Context


def mapping(value: object) -> dict[str, Any]:
    """The mapping itself, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def at(value: object, *keys: str) -> Any:
    """What stands below these keys, or None."""
    for key in keys:
        value = mapping(value).get(key)
    return value


def pointer(*parts: str | int) -> str:
    path = ""
    for part in parts:
        path = join_pointer(path, part)
    return path


def metadata(context: Context) -> dict[str, Any]:
    return mapping(at(context.document.plain, "metadata"))


def agent_spec(context: Context) -> dict[str, Any]:
    """The `spec` of an Agent; empty for other kinds, whose specs mean other things."""
    document = mapping(context.document.plain)
    return mapping(document.get("spec")) if document.get("kind") == "Agent" else {}


def is_agent(context: Context) -> bool:
    document = mapping(context.document.plain)
    return document.get("kind") == "Agent" and isinstance(document.get("spec"), dict)


def subject(context: Context) -> str | None:
    """What the manifest describes, in a message: "agent", "Task" …; None where it describes nothing."""
    document = mapping(context.document.plain)
    if not isinstance(document.get("spec"), dict):
        return None
    return "agent" if is_agent(context) else str(document.get("kind"))


def number(value: object) -> float | None:
    """A number, or None; True is no number."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def text_of(value: object) -> str | None:
    """A text that says something, or None."""
    return value if isinstance(value, str) and value.strip() else None


def written(value: object) -> str | None:
    """Text, or a number as it would be written, which planning takes for text too; None for all else."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def scalars(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value with its pointer."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from scalars(item, join_pointer(path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from scalars(item, join_pointer(path, index))
