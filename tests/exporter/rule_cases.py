"""The cases of the rules, and what checking says of a text in the form that they are written down in."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from exporter.check import check_documents
from exporter.diagnostics import Diagnostic, TextEdit
from exporter.nodes import Lines

CASES = Path(__file__).parent / "diagnostics"


def bad_text(rule: str) -> str:
    return (CASES / rule / "bad.yaml").read_text(encoding="utf-8")


def good_text(rule: str) -> str:
    return (CASES / rule / "good.yaml").read_text(encoding="utf-8")


def expected(rule: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CASES / rule / "expected.json").read_text(encoding="utf-8"))
    return found


def diagnostics_of(text: str) -> list[Diagnostic]:
    return [diagnostic for result in check_documents(text) for diagnostic in result.diagnostics]


def as_expected(diagnostic: Diagnostic) -> dict[str, Any]:
    place = diagnostic.location
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "path": diagnostic.path,
        "at": f"{place.line}:{place.column}-{place.end_line}:{place.end_column}",
        "message": diagnostic.message,
        "fix": diagnostic.fix.title if diagnostic.fix else None,
    }


def apply_edits(text: str, edits: tuple[TextEdit, ...]) -> str:
    """The text after a click, as an editor does it: all positions are those of the text before."""
    starts = Lines(text).starts
    places = [
        (starts[edit.line - 1] + edit.column - 1, starts[edit.end_line - 1] + edit.end_column - 1, edit.text)
        for edit in edits
    ]
    places.sort()
    assert all(one[1] <= other[0] for one, other in pairwise(places)), "edits overlap"
    for start, end, new in reversed(places):
        text = text[:start] + new + text[end:]
    return text
