"""Text → one word of a shell command in documentation."""

from __future__ import annotations

import shlex

from .python_text import one_line
from .source import MarkdownSource


def shell(text: str) -> MarkdownSource:
    """A word for a code block of a Markdown file; a line of such a block cannot end the block."""
    return MarkdownSource(shlex.quote(one_line(text)))
