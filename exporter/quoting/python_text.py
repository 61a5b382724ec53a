"""Text → Python string literals, comments and docstrings, in the very form `ruff format` would give them."""

from __future__ import annotations

import re

from .characters import columns, is_readable
from .source import PythonSource

ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
LINE_LENGTH = 110


def escaped(character: str) -> str:
    """What stands for a character between quotes, whichever quotes they are."""
    if character in ESCAPES:
        return ESCAPES[character]
    if is_readable(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def string_literal(text: str) -> str:
    """One literal on one line; double quotes unless single ones need fewer escapes, as formatters choose."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    if text.isascii() and text.isprintable():
        body = text.replace("\\", "\\\\")
    else:
        body = "".join(map(escaped, text))
    return quote + body.replace(quote, "\\" + quote) + quote


def string_pieces(text: str, room: int) -> list[str]:
    """Literals to be read one after another: a line of text begins one, a long line goes on in the next."""
    pieces = []
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        pieces.extend(_pieces_of_line(line, room))
    return pieces


def _pieces_of_line(line: str, room: int) -> list[str]:
    literal = string_literal(line)
    if columns(literal) <= room:
        return [literal]
    pieces: list[str] = []
    current, used = "", 2
    for word in re.findall(r" *[^ ]+| +$", line):
        size = _size(word)
        if used + size + 1 > room and current:
            pieces.append(current + " " if word.startswith(" ") else current)
            word, current, used = word.removeprefix(" "), "", 2
            size = _size(word)
        if used + size + 1 > room:
            *whole, word = _chopped(word, room - 3)
            pieces.extend(whole)
            size = _size(word)
        current, used = current + word, used + size
    return [string_literal(piece) for piece in [*pieces, current] if piece]


def _size(text: str) -> int:
    """Columns between quotes. A quote may need a backslash: two columns, whichever quotes are chosen."""
    return sum(2 if letter in "\"'" else columns(escaped(letter)) for letter in text)


def _chopped(word: str, room: int) -> list[str]:
    """A word longer than a line, in parts that fit."""
    parts, current, used = [], "", 0
    for letter in word:
        size = _size(letter)
        if used + size > room and current:
            parts.append(current)
            current, used = "", 0
        current, used = current + letter, used + size
    return [*parts, current]


def one_line(text: str) -> str:
    """Text with everything that could end a line, hide or reorder what follows made into spaces."""
    plain = text.isascii() and text.isprintable()
    visible = text if plain else "".join(letter if is_readable(letter) else " " for letter in text)
    return re.sub(" +", " ", visible).strip()


def shortened(text: str, room: int) -> str:
    """One line, cut at a word where it does not fit."""
    text = one_line(text)
    if columns(text) <= room:
        return text
    while columns(text) > room - 1:
        head, space, _ = text.rpartition(" ")
        text = head if space else text[: max(1, len(text) - 8)]
    return text + "…"


def comment(text: str, room: int = LINE_LENGTH - 2) -> PythonSource:
    """What may stand after `# `."""
    return PythonSource(shortened(text, room))


def docstring(text: str, room: int = LINE_LENGTH // 2) -> PythonSource:
    """What may stand between triple double quotes, on one line."""
    return PythonSource(shortened(text, room).replace("\\", "\\\\").replace('"', "'"))
