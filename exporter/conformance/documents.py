"""A document as OSSA sees it: its version and kind, whether it conforms, and what can be used of it."""

from __future__ import annotations

from dataclasses import dataclass

from exporter import edits
from exporter.conformance.complaints import within
from exporter.conformance.mending import closest, is_slip
from exporter.conformance.reader import Reader
from exporter.conformance.shapes import shape_of_kind
from exporter.conformance.versions import check_version, is_old_format, version_of
from exporter.conformance.violation import Violation
from exporter.diagnostics import Fix, Severity
from exporter.manifest import Manifest
from exporter.manifest.json_schema import KINDS
from exporter.nodes import Entry, MappingNode, ScalarNode, join_pointer
from exporter.parse import Document
from exporter.rules.facts.wording import named


@dataclass(frozen=True)
class Reading:
    """What came of reading a document. `manifest` is None where its kind is not known."""

    version: str | None = None
    kind: str | None = None
    conforms: bool = False
    manifest: Manifest | None = None
    violations: tuple[Violation, ...] = ()


def read_document(document: Document) -> Reading:
    root = document.root
    if root is None:
        return Reading()
    if not isinstance(root, MappingNode) or not root.entries:
        found = (
            "empty" if isinstance(root, MappingNode) or getattr(root, "value", "") is None else "no mapping"
        )
        message = f'The document is {found}; a manifest begins with keys such as "apiVersion" and "kind".'
        return Reading(violations=(Violation("not-a-manifest", message, ""),))
    version = version_of(root)
    if is_old_format(root):
        message = (
            "This is a document of OSSA 1.0, which is older than 0.2; write it anew as an Agent of OSSA 0.4."
        )
        return Reading(version, violations=(Violation("old-format", message, "/ossaVersion"),))
    entry = root.entries.get("kind")
    kind = entry.value.value if entry is not None and isinstance(entry.value, ScalarNode) else None
    if entry is None or not isinstance(kind, str) or kind not in KINDS:
        said = kind if isinstance(kind, str) else None
        return Reading(version, said, violations=(kind_violation(document, root, entry),))
    return read_kind(document, root, kind, version)


def read_kind(document: Document, root: MappingNode, kind: str, version: str | None) -> Reading:
    reader = Reader(document)
    manifest = reader.read(root, shape_of_kind(kind), "")
    own = [*check_version(document, root), *check_spec(root, kind)]
    if kind != "Agent":
        message = f"A {kind} is checked, but only an Agent can be exported for now."
        own.append(Violation("kind-not-exportable", message, "/kind"))
    told = {violation.path for violation in own if violation.path}
    others = [violation for violation in reader.violations if violation.path not in told]
    conforms = reader.conforms and "apiVersion" in root.entries and "spec" in root.entries
    return Reading(version, kind, conforms, manifest, (*own, *others))


def check_spec(root: MappingNode, kind: str) -> list[Violation]:
    entry = root.entries.get("spec")
    if entry is not None and isinstance(entry.value, MappingNode):
        return []
    said = "is missing" if entry is None else "is no mapping"
    return [Violation("missing-spec", f'The "spec" {said}; it says what the {kind} does.', "/spec")]


def kind_violation(document: Document, root: MappingNode, entry: Entry | None) -> Violation:
    kinds = '"Agent", "Task", "Workflow" or "Flow"'
    if entry is None:
        written = next((name for name in root.entries if is_slip(name, "kind")), None)
        if written is not None:
            return misspelt_kind(document, written)
        first = join_pointer("", next(iter(root.entries)))
        added = Fix('Add "kind: Agent"', edits.insert_keys(document, first, {"kind": "Agent"}))
        message = f"The manifest does not say what it is; add a kind: {kinds}."
        return Violation("missing-kind", message, "", "key", added)
    text = entry.value.text if isinstance(entry.value, ScalarNode) else ""
    close = closest(text, tuple(KINDS))
    advice = f'did you mean "{close}"?' if close else f"use {kinds}."
    fix = Fix(f'Change it to "{close}"', edits.replace_value(document, "/kind", close)) if close else None
    said = f"There is no kind {named(text)}" if text else "The kind is no word"
    return Violation("unknown-kind", f"{said}; {advice}", "/kind", fix=fix)


def misspelt_kind(document: Document, written: str) -> Violation:
    pointer = join_pointer("", written)
    message = f'{named(written)} is no key that OSSA knows {within(pointer)}; did you mean "kind"?'
    fix = Fix('Rename it to "kind"', edits.rename_key(document, pointer, "kind"))
    return Violation("misspelt-key", message, pointer, "key", fix, Severity.ERROR)
