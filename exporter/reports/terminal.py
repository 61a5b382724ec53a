"""Text from a manifest on a terminal: nothing in it moves the cursor, hides or reverses what is around it."""

from __future__ import annotations

import unicodedata

# Besides all control characters: what reorders a line or takes no room in it.
HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text with everything a terminal could obey written out, like `\\x1b`."""
    return "".join(
        character.encode("unicode_escape").decode("ascii") if _is_hidden(character) else character
        for character in text
    )


def in_place(text: str) -> str:
    """The same, each character replaced by one column, so that what stands below still lines up."""
    return "".join(
        " " if character == "\t" else "�" if _is_hidden(character) else character for character in text
    )


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in HIDDEN_CATEGORIES
