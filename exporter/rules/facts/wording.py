"""How text of a manifest is quoted in a message: short, in one line, no control characters, no secrets."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from .secret_patterns import find_secret

LONGEST_QUOTE = 60


def named(text: object) -> str:
    """A value of the manifest in double quotes, fit for a message."""
    whole = str(text)[:2000]
    if find_secret(whole):
        return "(a secret)"
    short = whole if len(whole) <= LONGEST_QUOTE else whole[: LONGEST_QUOTE - 1] + "…"
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape", "replace").decode()
        for character in short
    )
    return f'"{shown}"'


def listed(words: Sequence[str], last: str = "or") -> str:
    """`a, b or c`."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def closest(text: str, words: Sequence[str]) -> str | None:
    """The word that was probably meant, or None; long texts are never a typing error."""
    if len(text) > LONGEST_QUOTE:
        return None
    matches = get_close_matches(text.strip().lower(), words, n=1, cutoff=0.7)
    return matches[0] if matches else None
