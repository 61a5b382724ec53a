"""The text of a project's `requirements.lock`, put together from lock data in the repository."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


class LockData(NamedTuple):
    """`hashes` by pin (`name==version`); for each set its pins with their markers, "" where there is none."""

    hashes: dict[str, list[str]]
    sets: dict[str, dict[str, str]]


@cache
def read_lock_data() -> LockData:
    hashes = json.loads((DATA / "hashes.json").read_text(encoding="utf-8"))
    sets = json.loads((DATA / "sets.json").read_text(encoding="utf-8"))
    return LockData(hashes, sets)


def lock_lines(sets: Iterable[str]) -> str:
    """The pins of the base and of `sets` with hashes, as pip's and uv's `--require-hashes` read them.

    A pin that one set needs only somewhere, and another set only elsewhere, is needed in both places.
    """
    return _lines(tuple(sets))


@lru_cache(maxsize=16)  # a third of a megabyte each
def _lines(sets: tuple[str, ...]) -> str:
    data = read_lock_data()
    markers: dict[str, set[str]] = {}
    for name in ("base", *sets):
        for pin, marker in data.sets[name].items():
            markers.setdefault(pin, set()).add(marker)
    return "".join(lock_entry(pin, markers[pin], data.hashes[pin]) for pin in sorted(markers))


def lock_entry(pin: str, markers: set[str], hashes: list[str]) -> str:
    first = pin
    if "" not in markers:
        first += " ; " + (" or ".join(f"({marker})" for marker in sorted(markers)))
    return " \\\n".join([first, *(f"    --hash=sha256:{digest}" for digest in hashes)]) + "\n"
