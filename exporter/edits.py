"""Text edits on a document that leave every other byte as it is: the material of which fixes are made.

Each function takes a document and pointers and returns the edits, which do not overlap. A pointer must exist.
Mappings may be written as a block, as a flow, or as JSON; what is inserted is written in the same way.
"""

from __future__ import annotations

import json
from typing import Any

from exporter.diagnostics import TextEdit
from exporter.nodes import (
    LINE_BREAK,
    Entry,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    find_node,
    join_pointer,
    split_pointer,
)
from exporter.parse import Document
from exporter.parse.scalars import is_plain_text

Edits = tuple[TextEdit, ...]
Span = tuple[int, int]
INDENT = "  "


def replace_value(document: Document, pointer: str, value: Any) -> Edits:
    """Another value in the place of the one there; a short one, it is written in one line."""
    node = found(document, pointer)
    text = written(value, is_json(document))
    if node.start == node.end:
        text = f" {text}"
    return (edit(document, node.start, node.end, text),)


def rename_key(document: Document, pointer: str, name: str) -> Edits:
    key = entry_of(document, pointer).key
    return (edit(document, key.start, key.end, written_key(name, key)),)


def remove(document: Document, pointer: str) -> Edits:
    """Remove a key with its value, or an item of a list; in a block that is whole lines."""
    parent, text = parent_of(document, pointer), document.text
    before, (start, end), after = neighbours(parent, split_pointer(pointer)[-1])
    if before is None and after is None:
        empty = "{}" if isinstance(parent, MappingNode) else "[]"
        # A list may begin in the column of its key; an empty one may not.
        own_line = not text[line_start(text, parent.start) : parent.start].strip()
        return (edit(document, parent.start, parent.end, INDENT + empty if own_line else empty),)
    if parent.flow:
        if after is not None:
            return (edit(document, start, after[0], ""),)
        return (edit(document, before[1] if before else start, end, ""),)
    dash = text[line_start(text, start) : start].strip()
    if after is not None and dash and (isinstance(parent, MappingNode) or dash != "-"):
        # It begins behind the dash of a list around it, which stays for the next of its kind.
        return (edit(document, start, after[0], ""),)
    start, end = line_start(text, start), line_end(text, end)
    if end == len(text) and not text.endswith(("\n", "\r")):
        start = len(text[:start].rstrip("\r\n"))
    return (edit(document, start, end, ""),)


def insert_keys(document: Document, pointer: str, additions: dict[str, Any]) -> Edits:
    """New keys behind the key at `pointer`, which stays as it is."""
    parent = parent_of(document, pointer)
    entry, text = entry_of(document, pointer), document.text
    keys = [f"{written_key(k, entry.key)}: {written(v, is_json(document))}" for k, v in additions.items()]
    start = line_start(text, entry.key.start)
    before = text[start : entry.key.start]
    end = max(entry.key.end, entry.value.end)
    indented = new_line(document) + " " * len(before)
    if not parent.flow:
        at = line_end(text, end, with_break=False)
        return (edit(document, at, at, indented + indented.join(keys)),)
    between = "," + (" " if before.strip() else indented)
    return (edit(document, end, end, between + between.join(keys)),)


def insert_before(document: Document, pointer: str, additions: dict[str, Any]) -> Edits:
    """New keys before the key at `pointer`."""
    parent = parent_of(document, pointer)
    key = entry_of(document, pointer).key
    before = document.text[line_start(document.text, key.start) : key.start]
    indented = new_line(document) + " " * len(before)
    keys = [f"{written_key(k, key)}: {written(v, is_json(document))}" for k, v in additions.items()]
    between = "," + (" " if before.strip() else indented) if parent.flow else indented
    return (edit(document, key.start, key.start, between.join(keys) + between),)


def add_to_mapping(document: Document, pointer: str, additions: dict[str, Any]) -> Edits:
    """New keys at the end of the mapping at `pointer`, which may be empty."""
    mapping = found(document, pointer)
    if not isinstance(mapping, MappingNode) or not mapping.entries:
        return replace_value(document, pointer, additions)
    return insert_keys(document, join_pointer(pointer, next(reversed(mapping.entries))), additions)


def replace_entry(document: Document, pointer: str, name: str, value: dict[str, Any]) -> Edits:
    """Another key with a mapping in the place of a key and its value."""
    parent = parent_of(document, pointer)
    entry = entry_of(document, pointer)
    key = written_key(name, entry.key)
    end = max(entry.key.end, entry.value.end)
    if parent.flow:
        return (edit(document, entry.key.start, end, f"{key}: {written(value, is_json(document))}"),)
    column = entry.key.start - line_start(document.text, entry.key.start)
    lines = [f"{key}:", *(f"{written_key(k, None)}: {written(v)}" for k, v in value.items())]
    indented = new_line(document) + " " * column + INDENT
    return (edit(document, entry.key.start, end, indented.join(lines)),)


def written(value: Any, as_json: bool = False) -> str:
    """A value in one line, as YAML would have it; in quotes only where it needs them."""
    if isinstance(value, str) and not as_json and is_plain_text(value):
        return value
    if isinstance(value, dict) and not as_json:
        return "{" + ", ".join(f"{written_key(k, None)}: {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list) and not as_json:
        return "[" + ", ".join(written(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def written_key(name: str, like: ScalarNode | None) -> str:
    """A key, in quotes where the key beside it is."""
    quoted = like is not None and like.style == "double"
    return written(name, as_json=quoted)


def found(document: Document, pointer: str) -> Node:
    node = None if document.root is None else find_node(document.root, pointer)
    if node is None:
        raise KeyError(pointer)
    return node


def entry_of(document: Document, pointer: str) -> Entry:
    parent = found(document, pointer.rpartition("/")[0])
    if not isinstance(parent, MappingNode):
        raise KeyError(pointer)
    return parent.entries[split_pointer(pointer)[-1]]


def parent_of(document: Document, pointer: str) -> MappingNode | SequenceNode:
    parent = found(document, pointer.rpartition("/")[0])
    if isinstance(parent, ScalarNode):
        raise KeyError(pointer)
    return parent


def neighbours(parent: MappingNode | SequenceNode, name: str) -> tuple[Span | None, Span, Span | None]:
    """Start and end of what stands before a child, of the child, and of what stands after it."""
    if isinstance(parent, MappingNode):
        names = list(parent.entries)
        at = names.index(name)
        spans = [span(parent.entries[near]) for near in names[max(at - 1, 0) : at + 2]]
    else:
        at = int(name)
        spans = [span(near) for near in parent.items[max(at - 1, 0) : at + 2]]
    if at > 0:
        return spans[0], spans[1], spans[2] if len(spans) > 2 else None
    return None, spans[0], spans[1] if len(spans) > 1 else None


def span(child: Entry | Node) -> Span:
    if isinstance(child, Entry):
        return child.key.start, max(child.key.end, child.value.end)
    return child.start, child.end


def edit(document: Document, start: int, end: int, text: str) -> TextEdit:
    return TextEdit(*document.lines.position(start), *document.lines.position(end), text)


def is_json(document: Document) -> bool:
    return document.text.lstrip("\ufeff \t\r\n").startswith("{")


def new_line(document: Document) -> str:
    return "\r\n" if "\r\n" in document.text else "\n"


def line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int, with_break: bool = True) -> int:
    found = LINE_BREAK.search(text, offset)
    if found is None:
        return len(text)
    return found.end() if with_break else found.start()
