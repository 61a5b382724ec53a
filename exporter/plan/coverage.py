"""What becomes of every path of a manifest: honoured, kept as metadata, or not supported here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exporter.nodes import join_pointer

from .regions import REGIONS
from .trace import Status, Trace

# A part of the manifest of which something is honoured is honoured; what is not, says so itself.
BY_WEIGHT: tuple[Status, ...] = ("honoured", "unsupported", "metadata")

Fate = tuple[Status, str]
Around = tuple[Fate | None, Fate]
"""What planning said about everything around a place, and what can be said about its part of a manifest."""


@dataclass(frozen=True)
class CoverageEntry:
    """One path (JSON pointer) of the manifest; `note` is empty where the status says it all."""

    path: str
    status: Status
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"path": self.path, "status": self.status, "note": self.note}


@dataclass(frozen=True)
class Coverage:
    """All paths, in the order they are written; a mapping or list comes before what is in it."""

    entries: tuple[CoverageEntry, ...]

    def with_status(self, status: Status) -> tuple[CoverageEntry, ...]:
        return tuple(entry for entry in self.entries if entry.status == status)

    def condensed(self) -> tuple[CoverageEntry, ...]:
        """The same with fewer entries: a part that has one status and no notes inside is its first entry."""
        kept: list[CoverageEntry] = []
        at = 0
        while at < len(self.entries):
            entry = self.entries[at]
            below = at + 1
            while below < len(self.entries) and self.entries[below].path.startswith(f"{entry.path}/"):
                below += 1
            part = self.entries[at:below]
            if all(inner.status == entry.status and inner.note in ("", entry.note) for inner in part):
                kept.append(entry)
                at = below
            else:
                if below == at + 1:
                    kept.append(entry)
                at += 1
        return tuple(kept)

    def as_dict(self) -> list[dict[str, str]]:
        return [entry.as_dict() for entry in self.entries]


def cover(document: Any, trace: Trace) -> Coverage:
    entries: list[CoverageEntry] = []
    _visit_children(document, "", (None, REGIONS[""]), trace, entries)
    return Coverage(tuple(entries))


def _visit(value: Any, path: str, around: Around, trace: Trace, entries: list[CoverageEntry]) -> set[Status]:
    """Appends the entry of this place and those of what is in it, from which its status follows."""
    below = trace.below.get(path, around[0])
    region = REGIONS.get(path, around[1])
    status, note = trace.marks.get(path) or below or region
    at = len(entries)
    entries.append(CoverageEntry(path, status, note))
    inner = _visit_children(value, path, (below, region), trace, entries)
    if not inner:
        return {status}
    heaviest = next(one for one in BY_WEIGHT if one in inner)
    if heaviest != status:
        entries[at] = CoverageEntry(path, heaviest)
    return inner


def _visit_children(
    value: Any, path: str, around: Around, trace: Trace, entries: list[CoverageEntry]
) -> set[Status]:
    statuses: set[Status] = set()
    for child, child_path in _children(value, path):
        statuses |= _visit(child, child_path, around, trace, entries)
    return statuses


def _children(value: Any, pointer: str) -> Iterable[tuple[Any, str]]:
    if isinstance(value, dict):
        return [(item, join_pointer(pointer, key)) for key, item in value.items()]
    if isinstance(value, list):
        return [(item, f"{pointer}/{index}") for index, item in enumerate(value)]
    return ()
