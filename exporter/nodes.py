"""The node tree of a manifest's text: every key and value with the place where it is written.

YAML and JSON both become these nodes. Offsets count characters of the whole text and the end is exclusive;
`Lines` turns them into lines and columns the way editors count them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from exporter.diagnostics import Location

LINE_BREAK = re.compile(r"\r\n|\n|\r")

Style = Literal["plain", "single", "double", "block"]


@dataclass(slots=True, eq=False)
class ScalarNode:
    """One scalar. `value` is what the text means, `text` what is written (unquoted, unescaped)."""

    start: int
    end: int
    value: str | int | float | bool | None
    text: str
    style: Style = "plain"


@dataclass(slots=True, eq=False)
class Entry:
    """A key with its value."""

    key: ScalarNode
    value: Node


@dataclass(slots=True, eq=False)
class MappingNode:
    """A mapping; where a key is written twice the last one counts, as for every YAML reader."""

    start: int
    end: int
    flow: bool
    entries: dict[str, Entry] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class SequenceNode:
    """A list. `dashes` are the offsets of the `-` of a block list's items."""

    start: int
    end: int
    flow: bool
    items: list[Node] = field(default_factory=list)


Node = ScalarNode | MappingNode | SequenceNode


class Lines:
    """Offsets to lines and columns. A line ends at LF, CR LF or CR, as in editors (YAML knows more)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def location(self, start: int, end: int) -> Location:
        return Location(*self.position(start), *self.position(end))


def to_plain(node: Node) -> Any:
    """The data that the nodes mean."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, MappingNode):
        return {key: to_plain(entry.value) for key, entry in node.entries.items()}
    return [to_plain(item) for item in node.items]


def split_pointer(pointer: str) -> list[str]:
    """The parts of a JSON pointer, unescaped; none for the root, which is ""."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def join_pointer(pointer: str, part: str | int) -> str:
    return f"{pointer}/{str(part).replace('~', '~0').replace('/', '~1')}"


def walk_to(root: Node, pointer: str) -> Iterator[tuple[ScalarNode | None, Node]]:
    """Key and value at each step of the way to `pointer`, root first, as far as the way exists."""
    node = root
    yield None, node
    for part in split_pointer(pointer):
        if isinstance(node, MappingNode) and part in node.entries:
            entry = node.entries[part]
            node = entry.value
            yield entry.key, node
        elif isinstance(node, SequenceNode) and part.isdecimal() and int(part) < len(node.items):
            node = node.items[int(part)]
            yield None, node
        else:
            return


def pointer_at(root: Node, offset: int) -> str:
    """The pointer of the innermost key or value that is written at an offset."""
    pointer, node = "", root
    while not isinstance(node, ScalarNode):
        inner: list[tuple[str | int, int, Node]]
        if isinstance(node, MappingNode):
            inner = [(name, entry.key.start, entry.value) for name, entry in node.entries.items()]
        else:
            inner = [(at, item.start, item) for at, item in enumerate(node.items)]
        around = [(name, child) for name, start, child in inner if start <= offset <= child.end]
        if not around:
            break
        name, node = around[-1]
        pointer = join_pointer(pointer, name)
    return pointer


def find_node(root: Node, pointer: str) -> Node | None:
    steps = list(walk_to(root, pointer))
    return steps[-1][1] if len(steps) == len(split_pointer(pointer)) + 1 else None
