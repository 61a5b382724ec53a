"""The first stage. It never raises for bad text: a document carries its diagnostics instead."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from exporter.diagnostics import Diagnostic, Fix, Location, Severity, TextEdit
from exporter.nodes import Lines, MappingNode, Node, ScalarNode, find_node, pointer_at, to_plain, walk_to
from exporter.parse.json_nodes import read_json
from exporter.parse.limits import MAX_BYTES
from exporter.parse.problems import Problem, ProblemError
from exporter.parse.tree import Tree
from exporter.parse.yaml_nodes import read_yaml

# Control characters, and halves of surrogate pairs, which no encoder of Unicode accepts.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
NOTHING = Problem(
    "empty-text", 'There is no manifest in the text; write one, beginning with "apiVersion: ossa/v0.4".', 0, 0
)


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
    """At least one document, and as many as the text has. Positions do not count a byte order mark."""
    text = text.removeprefix("\ufeff")
    lines = Lines(text)
    trees = list(enumerate(read_trees(text)))
    # A "---" or "..." at the end of a text opens one more document, of nothing.
    kept = [(at, tree) for at, tree in trees if tree.problems or not is_empty(tree.root)] or trees[:1]
    return [Document(at, lines, tree.root, diagnose(tree, lines, at)) for at, tree in kept]


def read_trees(text: str) -> list[Tree]:
    problem = refusal(text)
    if problem is not None:
        return [Tree(text, problems=[problem])]
    if text.lstrip(" \t\r\n").startswith("{"):
        try:
            return [read_json(text)]
        except ProblemError as error:
            if error.problem.rule != "json-syntax":
                return [Tree(text, problems=[error.problem])]
            # What begins with a brace may also be YAML, which knows comments and needs no quotes.
            as_yaml = list(read_yaml(text))
            readable = all(tree.root is not None for tree in as_yaml)
            return as_yaml if readable else [Tree(text, problems=[error.problem])]
    return list(read_yaml(text)) or [Tree(text, problems=[NOTHING])]


def refusal(text: str) -> Problem | None:
    """Why a text is not even looked at."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        message = (
            f"The text is larger than {MAX_BYTES // 1024:,} KiB; move long material into files of its own."
        )
        return Problem("too-large", message, 0, 0)
    found = FORBIDDEN.search(text)
    if found is None:
        return None
    character = f"U+{ord(found[0]):04X}"
    message = f"The character {character} is not allowed in a manifest; remove it."
    return Problem("forbidden-character", message, found.start(), found.end())


def is_empty(root: Node | None) -> bool:
    return root is None or (isinstance(root, ScalarNode) and root.start == root.end)


def diagnose(tree: Tree, lines: Lines, index: int) -> list[Diagnostic]:
    diagnostics = []
    for problem in tree.problems:
        place = lines.location(problem.start, problem.end)
        fix = mend(problem, lines)
        path = "" if tree.root is None else pointer_at(tree.root, problem.start)
        diagnostics.append(Diagnostic(problem.rule, Severity.ERROR, problem.message, path, place, index, fix))
    return diagnostics


def mend(problem: Problem, lines: Lines) -> Fix | None:
    if problem.spaces:
        return Fix("Indent with spaces", tuple(edit(lines, *change) for change in problem.spaces))
    if problem.quote:
        written = json.dumps(lines.text[problem.start : problem.end], ensure_ascii=False)
        return Fix("Put it in quotes", (edit(lines, problem.start, problem.end, written),))
    return None


def edit(lines: Lines, start: int, end: int, text: str) -> TextEdit:
    place = lines.location(start, end)
    return TextEdit(place.line, place.column, place.end_line, place.end_column, text)
