"""What checking a manifest finds: findings as data, never exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """`error`: no export. `warning`: exported, and you may be sorry. `hint`: advice."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Location:
    """Where in the text: 1-based lines and columns (in characters); the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class TextEdit:
    """Replace the text from start to end (1-based, end exclusive) by `text`; the rest keeps its bytes."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True)
class Fix:
    """What one click does: `title` is a verb phrase, the edits do not overlap."""

    title: str
    edits: tuple[TextEdit, ...]


@dataclass(frozen=True)
class Diagnostic:
    """One finding of one rule. `path` is a JSON pointer; `docs` links to the rule's page."""

    rule: str
    severity: Severity
    message: str
    path: str
    location: Location
    document: int = 0
    fix: Fix | None = None

    @property
    def docs(self) -> str:
        return f"/docs/diagnostics#{self.rule}"

    def as_dict(self) -> dict[str, Any]:
        """The one JSON shape of a diagnostic, in the command's output, the API and the page."""
        place = self.location
        shape: dict[str, Any] = {
            "rule": self.rule,
            "severity": self.severity.value,
            "message": self.message,
            "path": self.path,
            "line": place.line,
            "column": place.column,
            "end_line": place.end_line,
            "end_column": place.end_column,
            "document": self.document,
            "docs": self.docs,
        }
        if self.fix is not None:
            shape["fix"] = {"title": self.fix.title, "edits": [vars(edit) for edit in self.fix.edits]}
        return shape


@dataclass(frozen=True)
class CatalogueEntry:
    """One kind of finding, for the documentation: `why` it matters, and how to `mend` it."""

    id: str
    severity: Severity
    title: str
    why: str
    mend: str


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
