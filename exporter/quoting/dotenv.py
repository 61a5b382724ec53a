"""Text → values of a `.env` file as python-dotenv and docker compose read it."""

from __future__ import annotations

import re

from .python_text import one_line
from .source import DotenvSource

BARE = re.compile(r"[A-Za-z0-9_./:@%+,=-]*")


def dotenv_text(text: str) -> DotenvSource:
    """Bare where possible, else between single quotes, in which both readers expand nothing."""
    plain = one_line(text)
    if BARE.fullmatch(plain):
        return DotenvSource(plain)
    return DotenvSource("'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'")


def dotenv_comment(text: str) -> DotenvSource:
    """What may stand after `# `."""
    return DotenvSource(one_line(text))


def variable_name(name: str) -> DotenvSource:
    """The name of an environment variable; anything else is refused."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError(f"{name[:80]!a} is no name of an environment variable")
    return DotenvSource(name)
