"""What becomes of every path of a manifest: honoured, kept as metadata, or not supported here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporter.nodes import join_pointer

from .regions import region_of
from .trace import Status, Trace


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
    return Coverage(tuple(_entries(document, "", trace)))


def _entries(value: Any, pointer: str, trace: Trace) -> Iterator[CoverageEntry]:
    children = list(_children(value, pointer))
    below = [entry for child, path in children for entry in _entries(child, path, trace)]
    if pointer:
        yield _entry(pointer, below, trace)
    yield from below


def _children(value: Any, pointer: str) -> Iterator[tuple[Any, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield item, join_pointer(pointer, key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield item, join_pointer(pointer, index)


def _entry(pointer: str, below: list[CoverageEntry], trace: Trace) -> CoverageEntry:
    known = trace.status_of(pointer)
    if not below:
        status, note = known or region_of(pointer)
        return CoverageEntry(pointer, status, note)
    statuses = {entry.status for entry in below}
    for status in ("honoured", "unsupported", "metadata"):
        if status in statuses:
            break
    note = known[1] if known is not None and known[0] == status else ""
    if known is None and not note and len(statuses) == 1:
        region = region_of(pointer)
        note = region[1] if region[0] == status else ""
    return CoverageEntry(pointer, status, note)
