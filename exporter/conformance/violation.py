"""One way in which a document departs from OSSA, or from what makes sense where OSSA says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exporter.diagnostics import Fix, Severity


@dataclass(frozen=True)
class Violation:
    """Made for one diagnostic; `severity` only where it differs from the catalogue's."""

    rule: str
    message: str
    path: str
    on: Literal["value", "key"] = "value"
    fix: Fix | None = None
    severity: Severity | None = None
