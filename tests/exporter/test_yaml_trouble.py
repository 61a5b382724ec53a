"""What YAML cannot read is reported where the mistake is, not where libyaml stumbles over it."""

from __future__ import annotations

import pytest

from exporter.check import check_documents
from exporter.parse import parse_documents

from .rule_cases import apply_edits

START = "apiVersion: ossa/v0.4\nkind: Agent\n"
# Text, line and column of the diagnostic, and words of it.
MISTAKES = {
    "quote that a later quote seems to close": (
        'a: "one\nb: two\nc: say "three".\n',
        1,
        4,
        "begins here is not closed",
    ),
    "quote open to the end": ("a: 1\nb: 'two\nc: 3\n", 2, 4, "begins here is not closed"),
    "apostrophe in single quotes": ("a: 'the shop's pages'\n", 1, 13, "write it twice"),
    "quote in double quotes": ('a: "say "hi" to all"\n', 1, 9, "backslash"),
    "reference between braces": ("a: {b: ${C:-d}, e: 1}\n", 1, 8, '"${C:-d}"'),
    "reference between brackets": ("a: [${C}]\n", 1, 5, '"${C}"'),
    "no colon": ("a: 1\nb 2\nc: 3\n", 2, 1, 'write "key: value"'),
    "no space behind the colon": ("a: 1\nb:2\nc: 3\n", 2, 1, 'write "key: value"'),
    "too deep": ("a: 1\n  b: 2\n", 2, 3, "deeper than the one above"),
    "colon in a text": ("a: one: two\n", 1, 7, "needs quotes"),
    "HTML": ("<!DOCTYPE html>\n<p>Hi: there</p>\n", 1, 1, "HTML"),
    "Python": ("import os\n\ndef main():\n    pass\n", 1, 1, "a program"),
    "Markdown around it": (f"```yaml\n{START}```\n", 1, 1, "Markdown"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_diagnostic_stands_at_the_mistake(mistake: str) -> None:
    text, line, column, words = MISTAKES[mistake]
    (told,) = parse_documents(text)[-1].diagnostics
    assert (told.rule, told.location.line, told.location.column) == ("yaml-syntax", line, column)
    assert words in told.message


def test_an_indent_below_a_quoted_text_is_not_taken_for_an_open_quote() -> None:
    (told,) = parse_documents('a:\n    b: "one"\n  c: 2\n')[-1].diagnostics
    assert "indent" in told.message
    assert told.location.line == 3


def test_the_fix_puts_the_reference_into_quotes() -> None:
    (told,) = parse_documents("a: {b: ${C:-d}}\n")[0].diagnostics
    assert told.fix is not None
    assert [edit.text for edit in told.fix.edits] == ['"${C:-d}"']


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a:\n\tb: 1\n\tc:\n\t\t- d\n", {"a": {"b": 1, "c": ["d"]}}),
        ("a:\n    b: 1\n\tc: 2\n", {"a": {"b": 1, "c": 2}}),
        ("a:\n\tb: |\n\t\tone\n\t\t  two\n", {"a": {"b": "one\n  two\n"}}),
        ('a:\n\tb: "one\n\ttwo"\n', {"a": {"b": "one two"}}),
    ],
)
def test_the_fix_indents_with_as_many_spaces_as_can_be_read(text: str, meant: object) -> None:
    (told,) = parse_documents(text)[0].diagnostics
    assert "tab" in told.message
    assert told.fix is not None
    assert parse_documents(apply_edits(text, told.fix.edits))[0].plain == meant


def test_tabs_that_are_not_all_that_is_wrong_have_no_fix() -> None:
    (told,) = parse_documents("a:\n\tb: 1\nc: [\n")[0].diagnostics
    assert told.fix is None


@pytest.mark.parametrize(
    ("right", "wrong", "severity"),
    [
        ("model: gpt-6-luna", "modle: gpt-6-luna", "warning"),
        ("provider: openai", "provder: openai", "warning"),
        ("role: Help", "rolle: Help", "error"),
        ("spec:", "spce:", "error"),
        ("description: An agent", "desciption: An agent", "warning"),
        ("version: 1.0.0", "verison: 1.0.0", "warning"),
    ],
)
def test_a_misspelt_key_is_the_only_diagnostic(right: str, wrong: str, severity: str) -> None:
    metadata = "metadata:\n  name: a\n  version: 1.0.0\n  description: An agent\n"
    text = f"{START}{metadata}spec:\n  role: Help\n  llm:\n    provider: openai\n    model: gpt-6-luna\n"
    assert check_documents(text)[0].diagnostics == ()
    (told,) = check_documents(text.replace(right, wrong))[0].diagnostics
    assert wrong.partition(":")[0] in told.message
    assert told.severity == severity
    assert check_documents(text.replace(right, wrong))[0].exportable is (severity != "error")
