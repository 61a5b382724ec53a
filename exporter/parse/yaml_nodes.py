"""YAML text to nodes, from libyaml's event stream, with every limit checked before the next event is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from exporter.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, Style
from exporter.parse.limits import MAX_DEPTH, MAX_NODES
from exporter.parse.problems import Problem, ProblemError
from exporter.parse.scalars import CORE_TAGS, TAG, NotANumberError, construct, resolve_tag
from exporter.parse.yaml_words import plain_words

STYLES: dict[str | None, Style] = {"'": "single", '"': "double", "|": "block", ">": "block"}
PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")


@dataclass
class YamlDocument:
    """One document of a YAML text, or as much of it as could be read."""

    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Frame:
    """A mapping or list that is still open."""

    node: MappingNode | SequenceNode
    anchor: str | None
    size: int = 1
    key: ScalarNode | None = None
    skip_key: bool = False


class Composer:
    """Builds the nodes of one document after the other; `used` counts nodes over all of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.used = 0
        self.document = YamlDocument()
        self.frames: list[Frame] = []
        self.anchors: dict[str, tuple[Node, int]] = {}

    def documents(self) -> Iterator[YamlDocument]:
        try:
            for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
                if isinstance(event, DocumentStartEvent):
                    self.document, self.frames, self.anchors = YamlDocument(), [], {}
                elif isinstance(event, DocumentEndEvent):
                    yield self.document
                else:
                    self.take(event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            offset = min(mark.index if mark else 0, len(self.text))
            self.fail(Problem("yaml-syntax", plain_words(error, self.text, offset), offset, offset + 1))
            yield self.document
        except ProblemError as error:
            self.fail(error.problem)
            yield self.document

    def fail(self, problem: Problem) -> None:
        self.document = YamlDocument(None, [*self.document.problems, problem])

    def take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self.count(1, event)
            self.place(self.scalar(event), event.anchor, 1)
        elif isinstance(event, AliasEvent):
            if event.anchor not in self.anchors:
                message = f'The alias "*{event.anchor}" names an anchor that is not defined before it.'
                raise ProblemError(
                    Problem("unknown-alias", message, event.start_mark.index, event.end_mark.index)
                )
            node, size = self.anchors[event.anchor]
            self.count(size, event)
            self.place(node, None, size)
        elif isinstance(event, CollectionEndEvent):
            self.close(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self.open(event)

    def count(self, size: int, event: Event) -> None:
        self.used += size
        if self.used > MAX_NODES:
            message = (
                f"The text has more than {MAX_NODES:,} values once its aliases are written out; shorten it."
            )
            raise ProblemError(
                Problem("too-many-values", message, event.start_mark.index, event.end_mark.index)
            )

    def open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        self.count(1, event)
        if len(self.frames) >= MAX_DEPTH:
            message = f"Values are nested more than {MAX_DEPTH} deep; flatten the structure."
            raise ProblemError(Problem("too-deep", message, event.start_mark.index, event.end_mark.index))
        self.check_tag(event, {TAG + "map"} if isinstance(event, MappingStartEvent) else {TAG + "seq"})
        start, flow = self.content_start(event), bool(event.flow_style)
        if isinstance(event, MappingStartEvent):
            self.frames.append(Frame(MappingNode(start, start, flow), event.anchor))
        else:
            self.frames.append(Frame(SequenceNode(start, start, flow), event.anchor))

    def close(self, event: Event) -> None:
        frame = self.frames.pop()
        node = frame.node
        if node.flow:
            node.end = event.end_mark.index
        elif isinstance(node, SequenceNode):
            node.end = max((item.end for item in node.items), default=node.start)
        else:
            ends = (max(entry.key.end, entry.value.end) for entry in node.entries.values())
            node.end = max(ends, default=node.start)
        self.place(node, frame.anchor, frame.size)

    def place(self, node: Node, anchor: str | None, size: int) -> None:
        if anchor is not None:
            self.anchors[anchor] = (node, size)
        if not self.frames:
            self.document.root = node
            return
        frame = self.frames[-1]
        frame.size += size
        if isinstance(frame.node, SequenceNode):
            frame.node.items.append(node)
        elif frame.key is None and not frame.skip_key:
            self.place_key(frame, node)
        else:
            if frame.key is not None:
                self.place_entry(frame.node, frame.key, node)
            frame.key, frame.skip_key = None, False

    def place_key(self, frame: Frame, node: Node) -> None:
        if not isinstance(node, ScalarNode):
            self.problem("key-not-text", "A key is a list or a mapping here; keys are text.", node)
            frame.skip_key = True
        elif node.text == "<<" and node.style == "plain":
            message = 'The merge key "<<" is not read by OSSA tools; write the merged keys out.'
            self.problem("merge-key", message, node)
            frame.skip_key = True
        else:
            if not isinstance(node.value, str) or node.is_date:
                message = f'The key "{node.text}" is not text to YAML; put it in quotes.'
                self.problem("key-not-text", message, node, quote=True)
            frame.key = node

    def place_entry(self, mapping: MappingNode, key: ScalarNode, value: Node) -> None:
        first = mapping.entries.pop(key.text, None)
        if first is not None:
            line = self.text.count("\n", 0, first.key.start) + 1
            message = f'The key "{key.text}" is already given in line {line}; keep one of the two.'
            self.problem("duplicate-key", message, key)
        mapping.entries[key.text] = Entry(key, value)

    def scalar(self, event: ScalarEvent) -> ScalarNode:
        start, end = self.content_start(event), event.end_mark.index
        style = STYLES.get(event.style, "plain")
        if style == "block":
            end = self.block_end(start, end)
        node = ScalarNode(start, end, event.value, event.value, style)
        if "\0" in event.value:
            self.problem("forbidden-character", "The text has a NUL character in it; remove it.", node)
        explicit = self.check_tag(event, CORE_TAGS)
        tag = explicit or (resolve_tag(event.value) if event.implicit[0] else TAG + "str")
        try:
            node.value = construct(tag, event.value)
        except NotANumberError:
            message = (
                f'"{event.value[:40]}" is not a number that JSON knows; write a finite number, or quote it.'
            )
            self.problem("not-a-number", message, node, quote=True)
        node.is_date = tag == TAG + "timestamp"
        return node

    def check_tag(self, event: Event, known: frozenset[str] | set[str]) -> str | None:
        tag: str | None = event.tag
        if tag is None or tag == "!":
            return TAG + "str" if tag == "!" and isinstance(event, ScalarEvent) else None
        if tag in known:
            return tag
        message = f'The tag "{tag[:60]}" is not known here; remove it.'
        start = event.start_mark.index
        self.document.problems.append(Problem("unknown-tag", message, start, self.content_start(event)))
        return None

    def content_start(self, event: Event) -> int:
        """Where the value itself begins: an anchor and a tag before it belong to the event, not to the value."""
        start: int = event.start_mark.index
        if event.anchor is None and event.tag is None:
            return start
        found = PROPERTIES.match(self.text, start)
        return found.end() if found else start

    def block_end(self, start: int, end: int) -> int:
        """The end of a block scalar's last line; libyaml's lies behind the empty lines below it."""
        return start + len(self.text[start:end].rstrip(" \t\r\n"))

    def problem(self, rule: str, message: str, node: Node, quote: bool = False) -> None:
        self.document.problems.append(Problem(rule, message, node.start, node.end, quote))
