"""A check as text: each diagnostic with its place, the line it is about, and a caret under the words."""

from __future__ import annotations

from exporter.diagnostics import Diagnostic, Location, Severity
from exporter.nodes import LINE_BREAK
from exporter.pipeline import CheckReport

from .terminal import columns, in_place, visible

LONGEST_LINE = 100
BEFORE_THE_CARET = 60


def diagnostics_text(report: CheckReport, text: str, file: str) -> str:
    """The diagnostics in the order of the text, and the verdicts."""
    lines = LINE_BREAK.split(text)
    found = sorted(report.diagnostics, key=lambda one: (one.location.line, one.location.column))
    parts = [_diagnostic(diagnostic, lines, visible(file)) for diagnostic in found]
    return "\n\n".join([*parts, _verdicts(report, visible(file))]) + "\n"


def _diagnostic(diagnostic: Diagnostic, lines: list[str], file: str) -> str:
    place = diagnostic.location
    parts = [
        f"{file}:{place.line}:{place.column}: {diagnostic.severity.value}: "
        f"{visible(diagnostic.message)} [{diagnostic.rule}]"
    ]
    if place.line <= len(lines) and lines[place.line - 1].strip():
        parts += _quoted(lines[place.line - 1], place)
    if diagnostic.fix is not None:
        parts.append(f"  fix: {visible(diagnostic.fix.title)}")
    return "\n".join(parts)


def _quoted(line: str, place: Location) -> list[str]:
    """The line, cut to the part around the place, and the caret."""
    at = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    start = max(0, at - BEFORE_THE_CARET) if len(line) > LONGEST_LINE else 0
    shown = in_place(line[start : start + LONGEST_LINE])
    before = columns(shown[: at - start])
    marked = max(1, columns(shown[at - start : max(at + 1, end) - start]))
    number = str(place.line)
    return [f"  {number} | {shown}", f"  {' ' * len(number)} | {' ' * before}{'^' * marked}"]


def _verdicts(report: CheckReport, file: str) -> str:
    several = len(report.shown) > 1
    lines = []
    for result in report.shown:
        name = f"{file}, document {result.document.index}" if several else file
        found = [diagnostic.severity for diagnostic in result.diagnostics]
        lines.append(
            f"{name}: {'conforms' if result.conforms else 'does not conform'} to OSSA 0.4, "
            f"{'can' if result.exportable else 'cannot'} be exported ({_count(found)})"
        )
    return "\n".join(lines)


def _count(found: list[Severity]) -> str:
    counts = [(severity.value, found.count(severity)) for severity in Severity]
    said = [f"{count} {name}{'s' if count != 1 else ''}" for name, count in counts if count]
    return ", ".join(said) or "nothing to report"
