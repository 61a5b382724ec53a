"""Text → Markdown that shows the text itself: never markup, never HTML, never a second line."""

from __future__ import annotations

import re

from .python_text import one_line
from .source import MarkdownSource

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&$@:])")


def markdown_text(text: object) -> MarkdownSource:
    """Running text or a table cell. A number or list at its start stays text, an address is no link."""
    plain = SPECIAL.sub(r"\\\1", one_line(str(text)))
    return MarkdownSource(
        re.sub(r"^([0-9]+)([.)])|^([-=])", r"\1\\\2\3" if plain[:1].isdigit() else r"\\\3", plain)
    )


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
