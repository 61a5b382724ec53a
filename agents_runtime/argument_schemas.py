"""What a tool takes, as the model is told it: in one piece, and in the words of an exported project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.files.references import without_references

NAMES: Mapping[type, str] = {str: "string", int: "integer"}
REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})


def in_one_piece(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest's or an MCP server's schema with its references put in place.

    Others who read a schema follow references wherever they lead, so none is left. What cannot be put in
    place may be anything.
    """
    whole: dict[str, Any] = without_words(without_references(schema), REFERENCES)
    return whole


def without_words(node: Any, words: frozenset[str]) -> Any:
    """Without these keywords, wherever their value is text: a property of such a name, a schema, stays."""
    if isinstance(node, list):
        return [without_words(item, words) for item in node]
    if not isinstance(node, Mapping):
        return node
    return {
        key: without_words(value, words)
        for key, value in node.items()
        if not (key in words and isinstance(value, str))
    }


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
