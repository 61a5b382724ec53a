"""Text that is source already: what a template lets through, and nothing else.

Made in this package only. Joining or cutting one gives an ordinary str again, which a template refuses.
"""

from __future__ import annotations


class Source(str):
    """Text that may stand in a file of its language as it is."""

    __slots__ = ()


class PythonSource(Source):
    """An expression, a name, or the inside of a docstring or comment."""

    __slots__ = ()


class YamlSource(Source):
    """A scalar."""

    __slots__ = ()


class TomlSource(Source):
    """A value."""

    __slots__ = ()


class DockerfileSource(Source):
    """A quoted value of one line."""

    __slots__ = ()


class DotenvSource(Source):
    """A name, or a value of one line."""

    __slots__ = ()


class MarkdownSource(Source):
    """Text of one line that shows as it was written."""

    __slots__ = ()


class PlainSource(Source):
    """Letters, digits, `_`, `-`, `.` only, or a number: harmless in every language we write."""

    __slots__ = ()


def number(value: int) -> PlainSource:
    """Digits."""
    return PlainSource(int(value))
