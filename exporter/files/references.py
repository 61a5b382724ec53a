"""A JSON Schema with its local references put in place; what cannot be put in place may be anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VALUES = frozenset({"default", "const", "enum", "example", "examples"})
"""Under these stand values, not schemas."""
MAX_NODES = 5_000
"""References to references can make a small schema enormous: beyond this the rest may be anything."""
MAX_DEPTH = 100
"""And deep: manifests themselves are read to half of this."""


class _Resolver:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._left = MAX_NODES

    def resolved(self, node: Any, open_references: tuple[str, ...] = (), depth: int = 0) -> Any:
        self._left -= 1
        if depth > MAX_DEPTH:
            return {}
        if isinstance(node, list):
            return [self.resolved(item, open_references, depth + 1) for item in node]
        if not isinstance(node, Mapping):
            return node
        reference = node.get("$ref")
        if isinstance(reference, str):
            around = {key: value for key, value in node.items() if key != "$ref"}
            target = self._target(reference)
            if self._left < 0 or reference in open_references or not isinstance(target, Mapping):
                target = {}
            around = {key: value for key, value in around.items() if value != {}}
            return self.resolved({**target, **around}, (*open_references, reference), depth + 1)
        return {
            str(key): self._under(key, value, open_references, depth + 1)
            for key, value in node.items()
            if node is not self._root or key not in ("$defs", "definitions")
        }

    def _under(self, key: Any, value: Any, open_references: tuple[str, ...], depth: int) -> Any:
        if key == "properties" and isinstance(value, Mapping):  # whose names say nothing of what they hold
            return {str(name): self.resolved(each, open_references, depth) for name, each in value.items()}
        return value if key in VALUES else self.resolved(value, open_references, depth)

    def _target(self, reference: str) -> Any:
        if reference != "#" and not reference.startswith("#/"):
            return None  # elsewhere, or at an anchor
        node: Any = self._root
        for part in reference[1:].split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            node = node.get(key) if isinstance(node, Mapping) else None
        return node


def without_references(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The same schema in one piece; an object that holds itself may hold anything there."""
    resolved: dict[str, Any] = _Resolver(schema).resolved(schema)
    return resolved
