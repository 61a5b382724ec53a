"""A check as SARIF 2.1.0, the format in which code hosts and editors take findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from exporter.diagnostics import Diagnostic, Fix, Severity
from exporter.pipeline import CheckReport
from exporter.rules import RULES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def sarif(report: CheckReport, file: str) -> dict[str, Any]:
    """`file` as it was given; "-" is the standard input."""
    uri = _uri(file)
    ids = sorted({diagnostic.rule for diagnostic in report.diagnostics})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "ossa", "rules": [_rule(id) for id in ids]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(diagnostic, uri, ids) for diagnostic in report.diagnostics],
            }
        ],
    }


def _uri(file: str) -> str:
    if file == "-":
        return "stdin"
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _rule(id: str) -> dict[str, Any]:
    known = next((rule for rule in RULES if rule.id == id), None)
    if known is None:
        return {"id": id}
    return {
        "id": id,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.why},
        "help": {"text": known.mend},
        "defaultConfiguration": {"level": LEVELS[known.severity]},
    }


def _result(diagnostic: Diagnostic, uri: str, ids: list[str]) -> dict[str, Any]:
    artifact = {"uri": uri}
    result: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": ids.index(diagnostic.rule),
        "level": LEVELS[diagnostic.severity],
        "message": {"text": diagnostic.message},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": artifact, "region": _region(diagnostic.location)},
                "logicalLocations": [{"fullyQualifiedName": diagnostic.path}],
            }
        ],
    }
    if diagnostic.fix is not None:
        result["fixes"] = [_fix(diagnostic.fix, artifact)]
    return result


def _region(place: Any) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(fix: Fix, artifact: dict[str, str]) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }
