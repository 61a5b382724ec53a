"""Text and numbers → YAML scalars; Python's escapes between double quotes are YAML's too."""

from __future__ import annotations

from .python_text import escaped
from .source import YamlSource


def yaml(value: str | int | float | bool | None) -> YamlSource:
    """A scalar that every YAML 1.1 and 1.2 reader takes for the same value, on one line."""
    if value is None:
        return YamlSource("null")
    if isinstance(value, bool):
        return YamlSource("true" if value else "false")
    if isinstance(value, (int, float)):
        return YamlSource(repr(value))
    return YamlSource('"' + "".join(_escaped(letter) for letter in value) + '"')


def _escaped(letter: str) -> str:
    if letter == '"':
        return '\\"'
    # Half a surrogate pair is no character of YAML.
    return "\\ufffd" if "\ud800" <= letter <= "\udfff" else escaped(letter)
