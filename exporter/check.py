"""The second stage: a document to its two verdicts, conforms and exportable, with every diagnostic that explains them."""

from __future__ import annotations

from dataclasses import dataclass

from exporter.diagnostics import Diagnostic, has_errors
from exporter.manifest import AgentManifest, Manifest
from exporter.parse import Document, parse_documents
from exporter.rules import RULES
from exporter.rules.rule import Context, Finding, Rule


@dataclass(frozen=True)
class CheckResult:
    """What is to be said of one document. `manifest` is what of it could be used; None where nothing could."""

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
    diagnostics = list(document.diagnostics)
    plain = document.plain if isinstance(document.plain, dict) else {}
    manifest = AgentManifest.model_validate(plain) if plain.get("kind") == "Agent" else None
    if manifest is not None:
        for rule in RULES:
            diagnostics += [locate(document, rule, finding) for finding in rule.check(Context(document, manifest))]
    return CheckResult(
        document=document,
        version=plain.get("apiVersion"),
        kind=plain.get("kind"),
        conforms=False,
        exportable=manifest is not None and not has_errors(diagnostics),
        manifest=manifest,
        diagnostics=tuple(diagnostics),
    )


def locate(document: Document, rule: Rule, finding: Finding) -> Diagnostic:
    return Diagnostic(
        rule=rule.id,
        severity=finding.severity or rule.severity,
        message=finding.message,
        path=finding.path,
        location=document.locate(finding.path, finding.on),
        document=document.index,
        fix=finding.fix,
    )
