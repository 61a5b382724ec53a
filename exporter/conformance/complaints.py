"""Violations in words: the place, what was found, what was expected, and a fix where there is one."""

from __future__ import annotations

from exporter import edits
from exporter.conformance.mending import closest, is_slip, mend
from exporter.conformance.shapes import Shape
from exporter.conformance.violation import Violation
from exporter.conformance.words import TYPE_WORDS, choices, place, wanted
from exporter.diagnostics import Fix
from exporter.nodes import MappingNode, Node, ScalarNode, SequenceNode, join_pointer, split_pointer
from exporter.parse import Document
from exporter.parse.limits import MAX_PROBLEMS
from exporter.rules.facts.wording import listed, named

# Tools are the one thing that many manifests leave out a required key of; what they have tells what they are.
TOOL_TYPES = {"server": "mcp", "endpoint": "http", "url": "http"}


def wrong_type(document: Document, node: Node, shape: Shape, pointer: str, actual: str) -> Violation:
    if actual == "null":
        message = f"{place(pointer)} is empty; give it {wanted(shape)}, or remove it."
        fix = Fix(f"Remove {place(pointer)}", edits.remove(document, pointer)) if pointer else None
        return Violation("schema-type", message, pointer, fix=fix)
    message = f"{place(pointer)} must be {wanted(shape)}, but is {TYPE_WORDS[actual]}."
    return Violation("schema-type", message, pointer, fix=replacement(document, node, shape, pointer))


def wrong_value(document: Document, node: ScalarNode, shape: Shape, pointer: str) -> Violation:
    """A value of the right type that is not as it should be."""
    fix = replacement(document, node, shape, pointer)
    if shape.choices:
        close = closest(node.text, shape.choices)
        advice = f'did you mean "{close}"?' if close else f"use one of {choices(shape)}."
        message = f"{place(pointer)} is {named(node.text)}, which OSSA does not know here; {advice}"
        return Violation("schema-enum", message, pointer, fix=fix)
    if not isinstance(node.value, str):
        message = f"{place(pointer)} is {node.text[:40]}, but must be {wanted(shape)}."
        return Violation("schema-range", message, pointer, fix=fix)
    if len(node.value) < shape.least:
        return Violation("schema-length", f"{place(pointer)} is an empty text; write one.", pointer)
    if shape.most is not None and len(node.value) > shape.most:
        message = (
            f"{place(pointer)} has {len(node.value):,} characters; shorten it to at most {shape.most:,}."
        )
        return Violation("schema-length", message, pointer)
    message = f"{place(pointer)} is {named(node.text)}, but must be {wanted(shape)}."
    return Violation("schema-pattern", message, pointer, fix=fix)


def replacement(document: Document, node: Node, shape: Shape, pointer: str) -> Fix | None:
    mended = mend(node, shape)
    if mended is None:
        return None
    return Fix(f"Change it to {edits.written(mended)}", edits.replace_value(document, pointer, mended))


def wrong_count(_: Document, node: SequenceNode, shape: Shape, pointer: str) -> Violation:
    if len(node.items) < shape.least:
        message = f"{place(pointer)} is an empty list; it needs at least {shape.least} item."
    else:
        message = f"{place(pointer)} has {len(node.items)} items; keep at most {shape.most}."
    return Violation("schema-length", message, pointer)


def repeated(node: SequenceNode) -> list[int]:
    """Which scalars of a list were there before. To JSON Schema 1 is 1.0, but 1 is not true."""
    seen: set[object] = set()
    again = []
    for at, item in enumerate(node.items):
        if isinstance(item, ScalarNode):
            value = (type(item.value) is bool, item.value)
            if value in seen:
                again.append(at)
            seen.add(value)
    return again


def repeated_item(document: Document, item: ScalarNode, pointer: str) -> Violation:
    message = f"{place(pointer.rpartition('/')[0])} has {named(item.text)} twice; remove one of the two."
    fix = Fix(f"Remove the second {named(item.text)}", edits.remove(document, pointer))
    return Violation("schema-duplicate-item", message, pointer, fix=fix)


def missing(document: Document, node: MappingNode, shape: Shape, pointer: str) -> Violation | None:
    """Required keys that are not there, but for those that a misspelt key was meant to be."""
    meant = {misspelling(name, node, shape) for name in node.entries if name not in shape.properties}
    names = [name for name in shape.required if name not in node.entries and name not in meant]
    if not names:
        return None
    quoted = listed([f'"{name}"' for name in names], "and")
    message = f"{place(pointer)} needs {quoted}; add {'it' if len(names) == 1 else 'them'}."
    fix = None
    if names == ["type"] and split_pointer(pointer)[:2] == ["spec", "tools"] and node.entries:
        type_ = next((type_ for key, type_ in TOOL_TYPES.items() if key in node.entries), "function")
        after = join_pointer(pointer, "name" if "name" in node.entries else next(iter(node.entries)))
        fix = Fix(f'Add "type: {type_}"', edits.insert_keys(document, after, {"type": type_}))
    return Violation("schema-required", message, pointer, "key", fix)


def unknown_key(document: Document, name: str, node: MappingNode, shape: Shape, pointer: str) -> Violation:
    misspelt = misspelt_key(document, name, node, shape, pointer)
    if misspelt is not None:
        return Violation("schema-unknown-key", misspelt.message, pointer, "key", misspelt.fix)
    known = listed([f'"{key}"' for key in shape.properties][:8], "and")
    message = f"OSSA does not allow {named(name)} {within(pointer)}; remove it. It knows {known} there."
    return Violation("schema-unknown-key", message, pointer, "key")


def misspelling(name: str, node: MappingNode, shape: Shape) -> str | None:
    """The key that was meant. Where further keys are allowed, only a slip is taken for a mistake."""
    properties = shape.properties.items()
    free = tuple(key for key, known in properties if key not in node.entries and not known.forbidden)
    close = closest(name, free)
    return close if close is None or shape.closed or is_slip(name, close) else None


def misspelt_key(
    document: Document, name: str, node: MappingNode, shape: Shape, pointer: str
) -> Violation | None:
    close = misspelling(name, node, shape)
    if close is None:
        return None
    message = f'{named(name)} is no key that OSSA knows {within(pointer)}; did you mean "{close}"?'
    fix = Fix(f'Rename it to "{close}"', edits.rename_key(document, pointer, close))
    return Violation("misspelt-key", message, pointer, "key", fix)


def forbidden_key(_: Document, pointer: str) -> Violation:
    name = split_pointer(pointer)[-1]
    message = f'OSSA does not allow "{name}" {within(pointer)}; it is read all the same.'
    return Violation("schema-unknown-key", message, pointer, "key")


def too_many() -> Violation:
    message = f"There are more than {MAX_PROBLEMS} problems; mend the ones that are shown first."
    return Violation("too-many-problems", message, "", "key")


def within(pointer: str) -> str:
    parent = pointer.rpartition("/")[0]
    return f"in {place(parent)}" if parent else "at the top of a manifest"
