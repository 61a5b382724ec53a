"""Tabs that lines begin with, which YAML does not take for an indent, and the spaces that were meant."""

from __future__ import annotations

import re

import yaml

TABS = re.compile(r"^\t+", re.M)
WIDTHS = (2, 4, 8)

Replacement = tuple[int, int, str]


def spaces_for_tabs(text: str) -> tuple[Replacement, ...]:
    """Each run of tabs and the spaces in its place; nothing where the text cannot be read with them either.

    Where such a tab is legal (in a text in quotes, between brackets) it means no more than a space does.
    """
    for width in WIDTHS:
        found = tuple((tabs.start(), tabs.end(), " " * width * len(tabs[0])) for tabs in TABS.finditer(text))
        if found and is_readable(replaced(text, found)):
            return found
    return ()


def replaced(text: str, replacements: tuple[Replacement, ...]) -> str:
    parts, at = [], 0
    for start, end, to in replacements:
        parts += [text[at:start], to]
        at = end
    return "".join([*parts, text[at:]])


def is_readable(text: str) -> bool:
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.YAMLError:
        return False
    return True
