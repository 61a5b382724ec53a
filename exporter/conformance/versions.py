"""The OSSA version that a document names, under either of the two keys that people use for it."""

from __future__ import annotations

import re

from exporter import edits
from exporter.conformance.violation import Violation
from exporter.diagnostics import Fix
from exporter.nodes import MappingNode, ScalarNode, join_pointer
from exporter.parse import Document
from exporter.rules.facts.wording import named

CURRENT = "ossa/v0.4"
READ = re.compile(r"ossa/v(?:0\.(?:2\.[2-9]\d*|[345])(?:\.\d+)?|1(?:\.0){0,2})(?:-[A-Za-z0-9.]+)?", re.ASCII)
NAMED = re.compile(r"ossa/v0\.4(?:\.\d+)?(?:-[A-Za-z0-9.]+)?", re.ASCII)
ALIAS = re.compile(r"(?:ossa/)?v?(?P<number>[0-9]+(?:\.[0-9]+){0,2}(?:-[A-Za-z0-9.]+)?)", re.ASCII)


def is_old_format(root: MappingNode) -> bool:
    """OSSA 1.0 is older than 0.2: `ossaVersion: '1.0'` with everything below a key `agent`."""
    return "ossaVersion" in root.entries and "agent" in root.entries and "apiVersion" not in root.entries


def version_of(root: MappingNode) -> str | None:
    """The version as `apiVersion` would have it."""
    for key in ("apiVersion", "ossaVersion"):
        entry = root.entries.get(key)
        if entry is not None and isinstance(entry.value, ScalarNode):
            found = ALIAS.fullmatch(entry.value.text)
            return f"ossa/v{found['number']}" if found else entry.value.text or None
    return None


def check_version(document: Document, root: MappingNode) -> list[Violation]:
    if "apiVersion" in root.entries:
        return check_api_version(document, root)
    if "ossaVersion" in root.entries:
        version = version_of(root) or CURRENT
        version = version if READ.fullmatch(version) else CURRENT
        message = f'"ossaVersion" is an older name of the key; write "apiVersion: {version}".'
        rename = edits.rename_key(document, "/ossaVersion", "apiVersion")
        replace = edits.replace_value(document, "/ossaVersion", version)
        fix = Fix(f'Change it to "apiVersion: {version}"', (*rename, *replace))
        return [Violation("version-key", message, "/ossaVersion", "key", fix)]
    added = edits.insert_before(document, join_pointer("", next(iter(root.entries))), {"apiVersion": CURRENT})
    message = f'The OSSA version is missing; add "apiVersion: {CURRENT}".'
    return [Violation("missing-version-key", message, "", "key", Fix(f'Add "apiVersion: {CURRENT}"', added))]


def check_api_version(document: Document, root: MappingNode) -> list[Violation]:
    node = root.entries["apiVersion"].value
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str) or NAMED.fullmatch(node.value):
        return []  # What is no text at all is told as any value of a wrong type.
    fix = Fix(f'Change it to "{CURRENT}"', edits.replace_value(document, "/apiVersion", CURRENT))
    if READ.fullmatch(node.value):
        message = f"The manifest is of {named(node.value)}; it is read and checked as OSSA 0.4."
        return [Violation("other-version", message, "/apiVersion")]
    message = f'There is no OSSA version {named(node.value)}; write "{CURRENT}". It is read as OSSA 0.4.'
    return [Violation("unknown-version", message, "/apiVersion", fix=fix)]
