"""Nodes against shapes: what can be used of them, and a violation for everything that cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from exporter.conformance import complaints
from exporter.conformance.mending import accepts, mend
from exporter.conformance.shapes import Shape
from exporter.conformance.violation import Violation
from exporter.conformance.words import type_of
from exporter.nodes import MappingNode, Node, ScalarNode, SequenceNode, join_pointer, to_plain
from exporter.parse import Document
from exporter.parse.limits import MAX_PROBLEMS

# Looking for what was meant is the one slow thing; no manifest has as many keys that OSSA does not know.
MAX_SPELLINGS = 500


class _Unusable:
    """Nothing can be used of a value."""


UNUSABLE: Final = _Unusable()


class Reader:
    """Reads one document. A value is dropped only together with a violation.

    `violations` grows as it goes, up to a limit; `conforms` is right beyond it.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.violations: list[Violation] = []
        self.conforms = True
        self.open = 0
        self.spellings = MAX_SPELLINGS

    def read(self, node: Node, shape: Shape, pointer: str, kept: bool = False) -> Any:
        """What can be used of a node. `kept`: also a word that is none of those that OSSA knows."""
        if shape.options:
            shape = chosen(node, shape)
        actual = type_of(node)
        if shape.types and actual not in shape.types:
            self.complain(complaints.wrong_type, node, shape, pointer, actual)
            mended = mend(node, shape) if len(self.violations) <= MAX_PROBLEMS else None
            return UNUSABLE if mended is None else mended
        if isinstance(node, MappingNode):
            return self.read_mapping(node, shape, pointer)
        if isinstance(node, SequenceNode):
            return self.read_list(node, shape, pointer)
        if accepts(shape, node.value):
            return node.value
        self.complain(complaints.wrong_value, node, shape, pointer)
        usable = isinstance(node.value, str) and (kept or not shape.choices)
        return node.value if usable else UNUSABLE

    def read_list(self, node: SequenceNode, shape: Shape, pointer: str) -> list[Any]:
        if not shape.least <= len(node.items) <= (shape.most or len(node.items)):
            self.complain(complaints.wrong_count, node, shape, pointer)
        if shape.unique:
            for at in complaints.repeated(node):
                self.complain(complaints.repeated_item, node.items[at], join_pointer(pointer, at))
        items = shape.items
        if items is None:
            return [to_plain(item) for item in node.items]
        values = [self.read(item, items, join_pointer(pointer, at)) for at, item in enumerate(node.items)]
        if items.model is not None:
            # An item of which nothing can be used keeps its place, so that the others keep their paths.
            nothing = items.model.model_construct()
            return [nothing if value is UNUSABLE else value for value in values]
        return [value for value in values if value is not UNUSABLE]

    def read_mapping(self, node: MappingNode, shape: Shape, pointer: str) -> Any:
        if any(name not in node.entries for name in shape.required):
            self.complain(complaints.missing, node, shape, pointer)
        values: dict[str, Any] = {}
        for name, entry in node.entries.items():
            value = self.read_entry(name, entry.value, node, shape, join_pointer(pointer, name))
            if value is not UNUSABLE:
                values[name] = value
        return values if shape.model is None else shape.model.model_construct(**values)

    def read_entry(self, name: str, value: Node, node: MappingNode, shape: Shape, pointer: str) -> Any:
        property_ = shape.properties.get(name)
        if property_ is not None:
            if property_.forbidden:
                self.complain(complaints.forbidden_key, pointer)
            loose = property_.open or property_.forbidden
            self.open += loose
            read = self.read(value, property_.shape, pointer, property_.kept)
            self.open -= loose
            return read
        if shape.others is not None:
            return self.read(value, shape.others, pointer)
        if shape.closed:
            self.complain(complaints.unknown_key, name, node, shape, pointer)
            return UNUSABLE
        if shape.properties and self.spellings:
            self.spellings -= 1
            misspelt = complaints.misspelt_key(self.document, name, node, shape, pointer)
            self.violations += [misspelt] if misspelt else []
        return to_plain(value)

    def complain(self, make: Callable[..., Violation | None], *arguments: Any) -> None:
        self.conforms = self.conforms and bool(self.open)
        if len(self.violations) > MAX_PROBLEMS:
            return
        violation = make(self.document, *arguments)
        if len(self.violations) == MAX_PROBLEMS:
            violation = complaints.too_many()
        if violation is not None:
            self.violations.append(replace(violation, rule="open-field") if self.open else violation)


def chosen(node: Node, shape: Shape) -> Shape:
    """The branch that was meant, so that one mistake is one violation."""
    actual = type_of(node)
    fitting = [option for option in shape.options if actual in option.types]
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        reference = node.value.lstrip().startswith("$")
        fitting = [option for option in fitting if reference or option.pattern is None]
        fitting.sort(key=lambda option: (option.pattern is not None) != reference)
    if fitting:
        return fitting[0]
    types = frozenset().union(*(option.types for option in shape.options if option.pattern is None))
    return Shape(types=types, options=shape.options)
