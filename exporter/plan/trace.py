"""What planning did with each path of a manifest, while it happens."""

from __future__ import annotations

from typing import Literal

Status = Literal["honoured", "metadata", "unsupported"]


class Trace:
    """Marks by JSON pointer: of single places, and of what is below a place unless somebody knows better."""

    def __init__(self) -> None:
        self.marks: dict[str, tuple[Status, str]] = {}
        self.below: dict[str, tuple[Status, str]] = {}

    def mark(self, pointer: str, status: Status, note: str) -> None:
        self.marks[pointer] = (status, note)

    def mark_below(self, pointer: str, status: Status, note: str) -> None:
        self.below[pointer] = (status, note)
