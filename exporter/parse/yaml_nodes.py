"""YAML text to trees, one for each document, from libyaml's events."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

from exporter.nodes import MappingNode, ScalarNode, SequenceNode, Style
from exporter.parse.limits import MAX_DOCUMENTS
from exporter.parse.problems import Problem, ProblemError
from exporter.parse.scalars import CORE_TAGS, TAG, NotANumberError, construct, is_surely_text, resolve_tag
from exporter.parse.tree import Tree
from exporter.parse.yaml_trouble import yaml_trouble

STYLES: dict[str | None, Style] = {"'": "single", '"': "double", "|": "block", ">": "block"}
COLLECTION_TAGS = frozenset({TAG + "map", TAG + "seq"})
PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")


def read_yaml(text: str) -> Iterator[Tree]:
    """The documents of a text. After one that cannot be read come no more."""
    composer, documents = Composer(text), 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, DocumentStartEvent):
                composer.tree, documents = Tree(text, used=composer.tree.used), documents + 1
                if documents > MAX_DOCUMENTS:
                    message = f"There are more than {MAX_DOCUMENTS} documents in the text; use several files."
                    raise ProblemError(Problem("too-many-values", message, start_of(event), end_of(event)))
            elif isinstance(event, DocumentEndEvent):
                yield composer.tree
            else:
                composer.take(event)
        return
    except yaml.MarkedYAMLError as error:
        problem = yaml_trouble(error, text, composer.quoted)
    except ProblemError as error:
        problem = error.problem
    yield Tree(text, problems=[*composer.tree.problems, problem])


class Composer:
    """Takes events; `tree` is the document that they belong to, `quoted` where the last text in quotes is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.quoted: tuple[int, int] | None = None
        self.tree = Tree(text)

    def take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            node = self.scalar(event)
            self.tree.count(1, node.start, node.end)
            self.tree.place(node, event.anchor)
        elif isinstance(event, CollectionEndEvent):
            self.tree.close(end_of(event))
        elif isinstance(event, MappingStartEvent):
            self.check_tag(event, COLLECTION_TAGS)
            start = self.content_start(event)
            self.tree.open(MappingNode(start, start, bool(event.flow_style)), event.anchor)
        elif isinstance(event, SequenceStartEvent):
            self.check_tag(event, COLLECTION_TAGS)
            start = self.content_start(event)
            self.tree.open(SequenceNode(start, start, bool(event.flow_style)), event.anchor)
        elif isinstance(event, AliasEvent):
            self.alias(event)

    def alias(self, event: AliasEvent) -> None:
        start, end = start_of(event), end_of(event)
        if event.anchor not in self.tree.anchors:
            message = f'The alias "*{event.anchor}" names no anchor that stands before it.'
            raise ProblemError(Problem("unknown-alias", message, start, end))
        node, size = self.tree.anchors[event.anchor]
        self.tree.count(size, start, end)
        self.tree.place(node, None, size)

    def scalar(self, event: ScalarEvent) -> ScalarNode:
        start, end = self.content_start(event), end_of(event)
        if event.style is None and event.tag is None and is_surely_text(event.value):
            return ScalarNode(start, end, event.value, event.value)
        style = STYLES.get(event.style, "plain")
        self.quoted = (start, end) if style in ("single", "double") else None
        if style == "block":
            # libyaml's end lies behind the empty lines below the text.
            end = start + len(self.text[start:end].rstrip(" \t\r\n"))
        node = ScalarNode(start, end, event.value, event.value, style)
        self.tree.check_characters(node)
        explicit = self.check_tag(event, CORE_TAGS)
        if explicit is None and not event.implicit[0]:
            return node
        tag = explicit or resolve_tag(event.value)
        try:
            node.value = construct(tag, event.value)
        except NotANumberError:
            message = (
                f'"{event.value[:40]}" is no number that JSON knows; write a finite one, or put it in quotes.'
            )
            self.tree.problem("not-a-number", message, node, quote=True)
        return node

    def check_tag(
        self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent, known: frozenset[str]
    ) -> str | None:
        tag = event.tag
        if tag in known:
            return tag
        if tag is None or tag == "!":
            return None
        start = start_of(event)
        message = f'The tag "{tag[:60]}" is not read; remove it.'
        self.tree.add(Problem("unknown-tag", message, start, self.content_start(event)))
        return None

    def content_start(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> int:
        """Where the value itself begins, behind its anchor and its tag."""
        start = start_of(event)
        if event.anchor is None and event.tag is None:
            return start
        found = PROPERTIES.match(
            self.text, start, end_of(event) if isinstance(event, ScalarEvent) else len(self.text)
        )
        return found.end() if found else start


def start_of(event: Event) -> int:
    return event.start_mark.index if event.start_mark is not None else 0


def end_of(event: Event) -> int:
    return event.end_mark.index if event.end_mark is not None else 0
