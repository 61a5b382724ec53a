"""What a rule is: an entry of the catalogue that looks at one manifest and yields what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from exporter.diagnostics import CatalogueEntry, Fix, Location, Severity
from exporter.manifest import Manifest
from exporter.nodes import Node
from exporter.parse import Document


@dataclass(frozen=True)
class Context:
    """What a rule may look at: the manifest as far as it could be used, and the document it comes from."""

    document: Document
    manifest: Manifest

    @property
    def data(self) -> dict[str, Any]:
        """The document as it is written, mistakes included."""
        plain = self.document.plain
        return plain if isinstance(plain, dict) else {}

    def node(self, pointer: str) -> Node | None:
        return self.document.node(pointer)

    def locate(self, pointer: str, on: Literal["value", "key"] = "value") -> Location:
        return self.document.locate(pointer, on)


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found; `severity` only where it differs from the rule's own."""

    message: str
    path: str
    on: Literal["value", "key"] = "value"
    fix: Fix | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class Rule(CatalogueEntry):
    """A check with an id. `every_kind`: it is run on Tasks, Workflows and Flows too, not on Agents only.

    `covers` names findings of conformance that are left out where this rule finds something at the same path,
    because it says the same in better words.
    """

    check: Callable[[Context], Iterable[Finding]]
    covers: tuple[str, ...] = ()
    every_kind: bool = False
