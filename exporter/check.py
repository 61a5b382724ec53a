"""The second stage: a document to its two verdicts, with the diagnostics that explain them.

The verdicts are kept apart: `conforms` is what the official schema of OSSA 0.4 says, `exportable` is whether
there is no error. Nearly all that does not conform is only a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from exporter.causes import one_per_cause
from exporter.conformance.catalogue import CONFORMANCE
from exporter.conformance.documents import read_document
from exporter.conformance.violation import Violation
from exporter.diagnostics import CatalogueEntry, Diagnostic, has_errors
from exporter.manifest import AgentManifest, Manifest
from exporter.parse import Document, parse_documents
from exporter.parse.catalogue import SYNTAX
from exporter.rules import RULES
from exporter.rules.rule import Context, Finding

CATALOGUE: tuple[CatalogueEntry, ...] = (*SYNTAX, *CONFORMANCE, *RULES)
SEVERITIES = {entry.id: entry.severity for entry in CATALOGUE}


@dataclass(frozen=True)
class CheckResult:
    """What is to be said of one document. `manifest` is what could be used of it; None for unknown kinds."""

    document: Document
    version: str | None
    kind: str | None
    conforms: bool
    exportable: bool
    manifest: Manifest | None
    diagnostics: tuple[Diagnostic, ...]


def check_documents(text: str) -> list[CheckResult]:
    return [check_document(document) for document in parse_documents(text)]


def check_document(document: Document) -> CheckResult:
    reading = read_document(document)
    found = [diagnostic(document, violation.rule, violation) for violation in reading.violations]
    if reading.manifest is not None:
        found = list(run_rules(Context(document, reading.manifest), found))
    diagnostics = in_order([*document.diagnostics, *one_per_cause(found)])
    return CheckResult(
        document=document,
        version=reading.version,
        kind=reading.kind,
        conforms=reading.conforms and not document.diagnostics,
        exportable=isinstance(reading.manifest, AgentManifest) and not has_errors(diagnostics),
        manifest=reading.manifest,
        diagnostics=diagnostics,
    )


def run_rules(context: Context, found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """What the rules find, and of what was found before them all that no rule says better."""
    covered: set[tuple[str, str]] = set()
    is_agent = isinstance(context.manifest, AgentManifest)
    for rule in (rule for rule in RULES if is_agent or rule.every_kind):
        for finding in rule.check(context):
            covered.update((finding.path, other) for other in rule.covers)
            yield diagnostic(context.document, rule.id, finding)
    yield from (earlier for earlier in found if (earlier.path, earlier.rule) not in covered)


def diagnostic(document: Document, rule: str, finding: Finding | Violation) -> Diagnostic:
    return Diagnostic(
        rule=rule,
        severity=finding.severity or SEVERITIES[rule],
        message=finding.message,
        path=finding.path,
        location=document.locate(finding.path, finding.on),
        document=document.index,
        fix=finding.fix,
    )


def in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """As one reads the text, and each cause once: what an alias repeats is at the same place."""
    once = {(each.rule, each.location, each.message): each for each in reversed(diagnostics)}
    place = attrgetter("location.line", "location.column", "location.end_line", "location.end_column", "rule")
    return tuple(sorted(once.values(), key=place))
