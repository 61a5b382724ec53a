"""Text → TOML basic strings."""

from __future__ import annotations

from .characters import is_readable
from .source import TomlSource

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def toml(text: str) -> TomlSource:
    return TomlSource('"' + "".join(map(_escaped, text)) + '"')


def _escaped(letter: str) -> str:
    if letter in ESCAPES:
        return ESCAPES[letter]
    if is_readable(letter):
        return letter
    code = ord(letter)
    if 0xD800 <= code <= 0xDFFF:
        return "\\ufffd"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
