"""Nodes against shapes: what can be used of them, and a violation for everything that cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from exporter.conformance import complaints
from exporter.conformance.mending import accepts, mend
from exporter.conformance.shapes import Property, Shape
from exporter.conformance.violation import Violation
from exporter.conformance.words import type_of
from exporter.nodes import MappingNode, Node, ScalarNode, SequenceNode, join_pointer, to_plain
from exporter.parse import Document


class _Unusable:
    """Nothing can be used of a value."""


UNUSABLE: Final = _Unusable()


class Reader:
    """Reads one document; `violations` grows as it goes. A value is dropped only together with a violation."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.violations: list[Violation] = []
        self.open = 0

    def read(self, node: Node, shape: Shape, pointer: str, kept: bool = False) -> Any:
        """What can be used of a node. `kept`: also a word that is none of those that OSSA knows."""
        if shape.options:
            shape = chosen(node, shape)
        actual = type_of(node)
        if shape.types and actual not in shape.types:
            return self.wrong_type(node, shape, pointer, actual)
        if isinstance(node, MappingNode):
            return self.read_mapping(node, shape, pointer)
        if isinstance(node, SequenceNode):
            return self.read_list(node, shape, pointer)
        if accepts(shape, node.value):
            return node.value
        self.add(complaints.wrong_value(self.document, node, shape, pointer))
        usable = isinstance(node.value, str) and (kept or not shape.choices)
        return node.value if usable else UNUSABLE

    def wrong_type(self, node: Node, shape: Shape, pointer: str, actual: str) -> Any:
        self.add(complaints.wrong_type(self.document, node, shape, pointer, actual))
        mended = mend(node, shape)
        return UNUSABLE if mended is None else mended

    def read_list(self, node: SequenceNode, shape: Shape, pointer: str) -> list[Any]:
        if not shape.least <= len(node.items) <= (shape.most or len(node.items)):
            self.add(complaints.wrong_count(node, shape, pointer))
        if shape.unique:
            for violation in complaints.repeated(self.document, node, pointer):
                self.add(violation)
        if shape.items is None:
            return [to_plain(item) for item in node.items]
        values = [
            self.read(item, shape.items, join_pointer(pointer, at)) for at, item in enumerate(node.items)
        ]
        if shape.items.model is not None:
            # An item of which nothing can be used keeps its place, so that the others keep their paths.
            return [shape.items.model() if value is UNUSABLE else value for value in values]
        return [value for value in values if value is not UNUSABLE]

    def read_mapping(self, node: MappingNode, shape: Shape, pointer: str) -> Any:
        if any(name not in node.entries for name in shape.required):
            missing = complaints.missing(self.document, node, shape, pointer)
            if missing is not None:
                self.add(missing)
        values: dict[str, Any] = {}
        for name, entry in node.entries.items():
            property_ = shape.properties.get(name)
            inner = join_pointer(pointer, name)
            if property_ is not None:
                value = self.read_property(entry.value, property_, inner)
            elif shape.others is not None:
                value = self.read(entry.value, shape.others, inner)
            else:
                value = to_plain(entry.value)
                self.unknown_key(name, node, shape, inner)
            if value is not UNUSABLE and not (property_ is None and shape.closed):
                values[name] = value
        return values if shape.model is None else shape.model.model_construct(**values)

    def read_property(self, node: Node, property_: Property, pointer: str) -> Any:
        if property_.forbidden:
            self.add(complaints.forbidden_key(pointer))
        loose = property_.open or property_.forbidden
        self.open += loose
        value = self.read(node, property_.shape, pointer, property_.kept)
        self.open -= loose
        return value

    def unknown_key(self, name: str, node: MappingNode, shape: Shape, pointer: str) -> None:
        if shape.closed:
            self.add(complaints.unknown_key(self.document, name, node, shape, pointer))
        elif shape.properties:
            misspelt = complaints.misspelt_key(self.document, name, node, shape, pointer)
            if misspelt is not None:
                self.violations.append(misspelt)

    def add(self, violation: Violation) -> None:
        self.violations.append(
            replace(violation, rule="open-field", breaks=False) if self.open else violation
        )


def chosen(node: Node, shape: Shape) -> Shape:
    """The branch that was meant, so that one mistake is one violation."""
    actual = type_of(node)
    fitting = [option for option in shape.options if actual in option.types]
    if isinstance(node, ScalarNode) and isinstance(node.value, str) and not node.is_date:
        reference = node.value.lstrip().startswith("$")
        fitting = [option for option in fitting if reference or option.pattern is None]
        fitting.sort(key=lambda option: (option.pattern is not None) != reference)
    if fitting:
        return fitting[0]
    types = frozenset().union(*(option.types for option in shape.options if option.pattern is None))
    return Shape(types=types, options=shape.options)
