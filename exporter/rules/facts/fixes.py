"""Fixes: a title and the text edits that mend a finding. None where the place cannot be edited."""

from __future__ import annotations

from typing import Any

from exporter import edits
from exporter.diagnostics import Fix, TextEdit
from exporter.nodes import MappingNode, ScalarNode, SequenceNode
from exporter.rules.rule import Context


def replace_value(context: Context, path: str, value: Any, title: str) -> Fix | None:
    if context.document.node(path) is None:
        return None
    return Fix(title, edits.replace_value(context.document, path, value))


def rename_key(context: Context, path: str, name: str, title: str) -> Fix | None:
    return Fix(title, edits.rename_key(context.document, path, name))


def remove(context: Context, path: str, title: str) -> Fix | None:
    return Fix(title, edits.remove(context.document, path))


def insert_entry(context: Context, mapping: str, key: str, value: Any, title: str) -> Fix | None:
    """A new key at the end of a mapping; where the key stands empty, its value."""
    node = context.document.node(mapping)
    if isinstance(node, MappingNode) and key in node.entries:
        return replace_value(context, f"{mapping}/{key}", value, title)
    if not isinstance(node, MappingNode) and not (isinstance(node, ScalarNode) and node.value is None):
        return None
    return Fix(title, edits.add_to_mapping(context.document, mapping, {key: value}))


def move_to_section(
    context: Context, path: str, section: str, entries: dict[str, str], title: str
) -> Fix | None:
    """Move what is at `path` as `entries` into the mapping `section` beside it, which may have to be made."""
    document = context.document
    beside = f"{path.rpartition('/')[0]}/{section}"
    if isinstance(document.node(beside), MappingNode):
        return Fix(title, edits.add_to_mapping(document, beside, entries) + edits.remove(document, path))
    if document.node(beside) is not None:
        return None
    items = document.node(path)
    if isinstance(items, SequenceNode) and not items.flow and len(items.items) == len(entries):
        return Fix(title, edits.rename_key(document, path, section) + _items_to_keys(context, items, entries))
    return Fix(title, edits.replace_entry(document, path, section, entries))


def _items_to_keys(context: Context, items: SequenceNode, entries: dict[str, str]) -> tuple[TextEdit, ...]:
    """Each `- name` in place, so that the comments between them stay."""
    document = context.document
    return tuple(
        edits.edit(
            document,
            document.text.rindex("-", 0, item.start),
            item.end,
            # A list may stand as far left as its key, a mapping may not.
            f"{edits.INDENT}{edits.written_key(name, None)}: {edits.written(value)}",
        )
        for item, (name, value) in zip(items.items, entries.items(), strict=True)
    )
