"""Text → Markdown that shows the text itself: never markup, never HTML, never a second line."""

from __future__ import annotations

import re

from .python_text import one_line, shortened
from .source import MarkdownSource

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&$@])")
# What would be a list, a heading's underline, a link of its own.
MEANT_OTHERWISE = re.compile(r"^([0-9]*)([-=]|[.)](?= |$))|(:)(//)|(\bwww)(\.)")


def markdown_text(text: object) -> MarkdownSource:
    """Running text or a table cell."""
    plain = SPECIAL.sub(r"\\\1", one_line(str(text)))
    return MarkdownSource(MEANT_OTHERWISE.sub(_escaped, plain))


def _escaped(match: re.Match[str]) -> str:
    before, mark = [group for group in match.groups() if group is not None]
    return f"{before}\\{mark}"


def markdown_short(text: str) -> MarkdownSource:
    """The beginning of a longer text."""
    return markdown_text(shortened(text, 160))


def markdown_code(text: object) -> MarkdownSource:
    """A code span, in a table too, whatever backticks and bars the text has."""
    plain = one_line(str(text)).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    pad = " " if plain.startswith("`") or plain.endswith("`") or not plain else ""
    return MarkdownSource(f"{fence}{pad}{plain}{pad}{fence}")


def mermaid_text(text: str) -> MarkdownSource:
    """A label between double quotes in a Mermaid diagram; everything but letters and digits as its code."""
    plain = one_line(text)[:60]
    return MarkdownSource(
        "".join(letter if letter.isalnum() or letter in " -_.," else f"#{ord(letter)};" for letter in plain)
    )
