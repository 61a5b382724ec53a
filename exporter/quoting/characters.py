"""Which letters a person can read in source, and how many columns they take.

Decided by one fixed edition of Unicode (and the emoji that came later), so that every Python release makes
the same bytes. A test compares each width with ruff's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import ucd_3_2_0 as unicode

Ranges = tuple[tuple[int, int], ...]


def _ranges(text: str) -> Ranges:
    return tuple(
        (int(first, 16), int(last, 16)) for first, last in (pair.split("-") for pair in text.split())
    )


# Letters, digits, punctuation, symbols; not controls, formats (bidi, zero width), separators, private use.
READABLE_CATEGORIES = ("L", "N", "P", "S")
# Combining marks from accents to Tibetan: without them nobody can read Hindi, Thai or pointed Arabic.
MARKS = _ranges("300-FFF")
EMOJI = _ranges(
    "1F300-1F320 1F32D-1F335 1F337-1F37C 1F37E-1F393 1F3A0-1F3CA 1F3CF-1F3D3 1F3E0-1F3F0 1F3F8-1F43E "
    "1F442-1F4FC 1F4FF-1F53D 1F5FB-1F64F 1F680-1F6C5 1F90D-1F93A 1F93C-1F945 1F947-1F9FF"
)
# Invisible fillers, and letters on whose width formatters and terminals disagree.
DOUBTFUL = _ranges(
    "AD-AD 115F-11A2 11A8-11F9 17A4-17A4 17D8-17D8 1885-1886 231A-231B 25FD-25FE 2630-2637 2648-2653 "
    "2800-2800 3164-3164 FF9E-FFA0"
)
# Spacing marks that join the letter before them.
JOINED = _ranges(
    "9BE-9BE 9D7-9D7 B3E-B3E B57-B57 BBE-BBE BD7-BD7 CC0-CC0 CC2-CC2 CC7-CC8 CCA-CCB CD5-CD6 "
    "D3E-D3E D57-D57 DCF-DCF DDF-DDF"
)


def _within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


@lru_cache(maxsize=4096)
def is_readable(character: str) -> bool:
    """Visible, no control, and of a width that everybody counts alike."""
    code = ord(character)
    if code < 0x7F:
        return code >= 0x20
    if _within(code, DOUBTFUL):
        return False
    category = unicode.category(character)
    if category in ("Mn", "Mc"):
        return _within(code, MARKS)
    return category[0] in READABLE_CATEGORIES or _within(code, EMOJI)


@lru_cache(maxsize=4096)
def width(character: str) -> int:
    """Columns of a readable character, as formatters count them."""
    code = ord(character)
    if code < 0x7F:
        return 1
    if unicode.category(character) == "Mn" or _within(code, JOINED):
        return 0
    return 2 if unicode.east_asian_width(character) in "WF" or _within(code, EMOJI) else 1


def columns(text: str) -> int:
    """How wide a line of source is."""
    return len(text) if text.isascii() else sum(map(width, text))
