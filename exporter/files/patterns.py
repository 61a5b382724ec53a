"""Which regular expressions mean the same to everybody who will read them."""

from __future__ import annotations

import re

SIMPLE_PATTERN = re.compile(
    r"(?:(?:[A-Za-z0-9_ :;,@%#=/<>!\"'&^$()|.-]|\\[dwsDWS.+*?()\[\]{}|^$/\\-]"
    r"|\[\^?(?:[A-Za-z0-9_ .,:;@%+*#=/()?!-]|\\[dws.\\\]\[-])+\])"
    r"(?:[+*?]|(?<!\))\{[0-6]?\d(?:,[0-6]?\d)?\})?)*"
)


def is_simple(pattern: str) -> bool:
    """Whether Python, JavaScript and pydantic read this pattern alike, and none of them needs long for it."""
    if not SIMPLE_PATTERN.fullmatch(pattern) or "(?" in pattern or "--" in pattern:
        return False
    try:
        re.compile(pattern)
    except (re.error, OverflowError):
        return False
    return True
