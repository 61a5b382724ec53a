"""The first stage: `parse_documents` never raises for bad text, a document carries its diagnostics instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from exporter.diagnostics import Diagnostic, Location, Severity
from exporter.nodes import Lines, MappingNode, Node, ScalarNode, find_node, to_plain, walk_to
from exporter.parse.yaml_nodes import Composer


@dataclass
class Document:
    """One document of a text. `root` is None where the text could not be read."""

    index: int
    lines: Lines
    root: Node | None
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.lines.text

    @cached_property
    def plain(self) -> Any:
        """The document as plain data: dict, list, str, int, float, bool, None."""
        return None if self.root is None else to_plain(self.root)

    def node(self, pointer: str) -> Node | None:
        return None if self.root is None else find_node(self.root, pointer)

    def locate(self, pointer: str, on: Literal["value", "key"] = "value") -> Location:
        """Where `pointer` is written; where it is not, the nearest thing around it that is."""
        if self.root is None:
            return self.lines.location(0, 0)
        key, value = list(walk_to(self.root, pointer))[-1]
        if key is None and on == "key" and isinstance(value, MappingNode) and value.entries:
            key = next(iter(value.entries.values())).key
        empty = isinstance(value, ScalarNode) and value.start == value.end
        if key is not None and (on == "key" or empty):
            return self.lines.location(key.start, key.end)
        return self.lines.location(value.start, value.end)


def parse_documents(text: str) -> list[Document]:
    lines = Lines(text)
    documents = []
    for index, read in enumerate(Composer(text).documents()):
        diagnostics = [
            Diagnostic(
                problem.rule,
                Severity.ERROR,
                problem.message,
                "",
                lines.location(problem.start, problem.end),
                index,
            )
            for problem in read.problems
        ]
        documents.append(Document(index, lines, read.root, diagnostics))
    return documents
