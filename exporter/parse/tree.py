"""Nodes put together into a tree, for YAML and JSON alike; limits are checked before a node is taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from exporter.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from exporter.parse.limits import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS
from exporter.parse.problems import Problem, ProblemError


@dataclass
class Frame:
    """A mapping or list that is still open. `size` counts its nodes, those of aliases too."""

    node: MappingNode | SequenceNode
    anchor: str | None
    size: int = 1
    key: ScalarNode | None = None
    skip_value: bool = False


@dataclass
class Tree:
    """One document as it grows."""

    text: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    used: int = 0

    def count(self, size: int, start: int, end: int) -> None:
        self.used += size
        if self.used > MAX_NODES:
            message = (
                f"There are more than {MAX_NODES:,} values, those that aliases stand for included; use fewer."
            )
            raise ProblemError(Problem("too-many-values", message, start, end))

    def open(self, node: MappingNode | SequenceNode, anchor: str | None = None) -> None:
        self.count(1, node.start, node.start + 1)
        if len(self.frames) >= MAX_DEPTH:
            message = f"Values are nested more than {MAX_DEPTH} deep here; flatten the structure."
            raise ProblemError(Problem("too-deep", message, node.start, node.start + 1))
        self.frames.append(Frame(node, anchor))

    def close(self, end: int) -> None:
        frame = self.frames.pop()
        node = frame.node
        if node.flow:
            node.end = end
        elif isinstance(node, SequenceNode):
            node.end = max((item.end for item in node.items), default=node.start)
        else:
            ends = (max(entry.key.end, entry.value.end) for entry in node.entries.values())
            node.end = max(ends, default=node.start)
        self.place(node, frame.anchor, frame.size)

    def place(self, node: Node, anchor: str | None = None, size: int = 1) -> None:
        if anchor is not None:
            self.anchors[anchor] = (node, size)
        if not self.frames:
            self.root = node
            return
        frame = self.frames[-1]
        frame.size += size
        if isinstance(frame.node, SequenceNode):
            frame.node.items.append(node)
        elif frame.skip_value:
            frame.skip_value = False
        elif frame.key is None:
            self.place_key(frame, node)
        else:
            self.place_entry(frame.node, frame.key, node)
            frame.key = None

    def place_key(self, frame: Frame, node: Node) -> None:
        if not isinstance(node, ScalarNode):
            self.problem("key-not-text", "A key is a list or a mapping here; keys are text.", node)
            frame.skip_value = True
        elif node.text == "<<" and node.style == "plain":
            self.problem("merge-key", 'The merge key "<<" is not read; write the merged keys out.', node)
            frame.skip_value = True
        else:
            if not isinstance(node.value, str):
                message = f'The key "{node.text[:60]}" is no text to YAML; put it in quotes.'
                self.problem("key-not-text", message, node, quote=True)
            frame.key = node

    def place_entry(self, mapping: MappingNode, key: ScalarNode, value: Node) -> None:
        first = mapping.entries.pop(key.text, None)
        if first is not None:
            line = self.text.count("\n", 0, first.key.start) + 1
            message = f'The key "{key.text[:60]}" is already given in line {line}; keep one of the two.'
            self.problem("duplicate-key", message, key)
        mapping.entries[key.text] = Entry(key, value)

    def problem(self, rule: str, message: str, node: Node, quote: bool = False) -> None:
        self.add(Problem(rule, message, node.start, node.end, quote))

    def add(self, problem: Problem) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            message = f"There are more than {MAX_PROBLEMS} problems above; mend them first."
            raise ProblemError(Problem("too-many-problems", message, problem.start, problem.end))
        self.problems.append(problem)

    def check_characters(self, node: ScalarNode) -> None:
        """What an escape sequence may spell although it may not stand in a text as it is."""
        if node.style == "double" and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in node.text):
            message = "The text spells a character that no text may have (NUL, or half of a pair); remove it."
            self.problem("forbidden-character", message, node)
