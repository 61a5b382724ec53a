"""libyaml's complaints in plain words: what is probably wrong, and how to mend it."""

from __future__ import annotations

import yaml

INDENT = "The indent does not fit the lines above; put it in line with the key or item that it belongs to."
COLON = 'A colon is missing behind this key, or the lines above end too early; write "key: value".'
TAB = "There is a tab in the indent; use spaces."
WORDS = (
    ("did not find expected key", INDENT),
    ("did not find expected '-' indicator", INDENT),
    ("could not find expected ':'", COLON),
    ("mapping values are not allowed", 'A text with ": " in it needs quotes; or the indent is wrong.'),
    ("did not find expected ',' or ']'", 'A list that begins in line {line} with "[" is not closed by "]".'),
    (
        "did not find expected ',' or '}'",
        'A mapping that begins in line {line} with "{{" is not closed by "}}".',
    ),
    ("found unknown escape character", "A backslash in double quotes begins an escape; double it."),
    ("invalid Unicode character escape", "The escape names no character; remove it."),
    ("did not find expected hexdecimal number", "The escape is not complete; write its hexadecimal digits."),
    (
        "did not find expected <document start>",
        "The document ends above; indent this, or begin it with a key.",
    ),
    (
        "block sequence entries are not allowed",
        'A list item ("- ") cannot stand here; begin it in its own line.',
    ),
    ("block collections are not allowed", "This belongs into a line of its own."),
    ("found undefined tag handle", "The tag is not known; remove it, or put the text in quotes."),
    ("found duplicate anchor", "The anchor is defined twice; give it another name."),
    (
        "did not find expected alphabetic",
        "An anchor or alias needs a name of letters; or put the text in quotes.",
    ),
    ("found a tab character", TAB),
)


def plain_words(error: yaml.MarkedYAMLError, text: str, offset: int) -> str:
    problem = str(error.problem or error.context or "")
    if "cannot start any token" in problem:
        return about_character(text[offset : offset + 1])
    line = (error.context_mark.line if error.context_mark is not None else 0) + 1
    for said, words in WORDS:
        if said in problem:
            return words.format(line=line)
    return "YAML cannot be read from here on; check quotes, colons and indents."


def about_character(character: str) -> str:
    if character == "\t":
        return TAB
    if character in {"@", "`", "%"}:
        return f'A text cannot begin with "{character}"; put it in quotes.'
    return f'"{character}" cannot stand here; put the text in quotes.'
