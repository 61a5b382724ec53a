"""What became of every path of a manifest, as text: a part with one fate is one line."""

from __future__ import annotations

from exporter.plan import Coverage, CoverageEntry
from exporter.plan.trace import Status

from .terminal import visible

HEADINGS: tuple[tuple[Status, str], ...] = (
    ("honoured", "honoured"),
    ("metadata", "kept as metadata"),
    ("unsupported", "not supported here"),
)


def coverage_text(coverage: Coverage) -> str:
    entries = coverage.condensed()
    blocks = []
    for status, heading in HEADINGS:
        chosen = [entry for entry in entries if entry.status == status]
        if chosen:
            paths = len(coverage.with_status(status))
            lines = [f"  {_line(entry)}" for entry in chosen]
            blocks.append("\n".join([f"{heading} ({paths} path{'s' if paths != 1 else ''}):", *lines]))
    return "\n".join(blocks) + "\n"


def _line(entry: CoverageEntry) -> str:
    return f"{visible(entry.path)}: {visible(entry.note)}" if entry.note else visible(entry.path)
