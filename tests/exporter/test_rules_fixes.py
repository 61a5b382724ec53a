"""Every fix makes its diagnostic vanish, however the manifest is written, and leaves the rest as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from exporter.diagnostics import Diagnostic
from exporter.parse import parse_documents
from exporter.rules import RULES
from tests.exporter.rule_cases import apply_edits, bad_text, diagnostics_of


def fixable(text: str, rule: str) -> list[Diagnostic]:
    return [each for each in diagnostics_of(text) if each.rule == rule and each.fix is not None]


def as_json(text: str, indent: int | None = 2) -> str:
    return json.dumps(parse_documents(text)[0].plain, indent=indent, ensure_ascii=False)


def in_flow(text: str) -> str:
    """The spec in one line of flow style, everything else as it is."""
    head = text.split("\nspec:\n")[0]
    spec = json.dumps(parse_documents(text)[0].plain["spec"], ensure_ascii=False)
    return f"{head}\nspec: {spec}\n"


WRITTEN: dict[str, Callable[[str], str]] = {
    "block": lambda text: text,
    "block with CR LF": lambda text: text.replace("\n", "\r\n"),
    "block without a last line break": lambda text: text.rstrip("\n"),
    "second document": lambda text: f"apiVersion: ossa/v0.4\nkind: Task\n---\n{text}",
    "flow": in_flow,
    "JSON": as_json,
    "JSON in one line": lambda text: as_json(text, None),
}
CASES = [
    pytest.param(rule.id, index, id=f"{rule.id}-{index}")
    for rule in RULES
    for index in range(len(fixable(bad_text(rule.id), rule.id)))
]


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize(("rule", "index"), CASES)
def test_a_fix_makes_its_diagnostic_vanish(rule: str, index: int, written: str) -> None:
    text = WRITTEN[written](bad_text(rule))
    before = diagnostics_of(text)
    diagnostic = fixable(text, rule)[index]
    assert diagnostic.fix is not None
    after = diagnostics_of(apply_edits(text, diagnostic.fix.edits))
    assert (diagnostic.rule, diagnostic.message) not in [(each.rule, each.message) for each in after]
    assert len([each for each in after if each.rule == rule]) < len(
        [each for each in before if each.rule == rule]
    )
    assert not {each.rule for each in after} - {each.rule for each in before}


@pytest.mark.parametrize(("rule", "index"), CASES)
def test_a_fix_keeps_comments(rule: str, index: int) -> None:
    text = bad_text(rule)
    diagnostic = fixable(text, rule)[index]
    assert diagnostic.fix is not None
    mended = apply_edits(text, diagnostic.fix.edits)
    removes = diagnostic.fix.title.startswith("Remove")
    line = text.splitlines()[diagnostic.location.line - 1]
    lost = [comment for comment in re.findall(r"#.*", text) if comment not in mended]
    assert [comment for comment in lost if not (removes and comment in line)] == []


@pytest.mark.parametrize(("rule", "index"), CASES)
def test_a_fix_changes_nothing_but_what_it_says(rule: str, index: int) -> None:
    """Lines that no edit touches keep their bytes and their order."""
    text = bad_text(rule)
    diagnostic = fixable(text, rule)[index]
    assert diagnostic.fix is not None
    touched = {line for edit in diagnostic.fix.edits for line in range(edit.line, edit.end_line + 1)}
    kept = [line for number, line in enumerate(text.splitlines(), start=1) if number not in touched]
    lines = iter(apply_edits(text, diagnostic.fix.edits).splitlines())
    assert all(line in lines for line in kept)
