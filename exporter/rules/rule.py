"""What a rule is: a check with an id that looks at one document and yields findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exporter.diagnostics import Fix, Severity

if TYPE_CHECKING:
    from exporter.manifest import Manifest
    from exporter.parse import Document


@dataclass(frozen=True)
class Context:
    """What a rule may look at; `manifest` is None when the document is too broken to be typed."""

    document: Document
    manifest: Manifest | None


@dataclass(frozen=True)
class Finding:
    """One thing a rule found: at the key or the value of a JSON pointer; `severity` None is the rule's own."""

    message: str
    path: str
    on: Literal["value", "key"] = "value"
    fix: Fix | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class Rule:
    """A rule, and what its row in the documentation says: what it finds, why it matters, how to mend it."""

    id: str
    severity: Severity
    title: str
    why: str
    mend: str
    check: Callable[[Context], Iterable[Finding]]
