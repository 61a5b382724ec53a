"""The rules on manifests as people wrote them: nothing crashes, fixes mend, real agents stay exportable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exporter.check import check_documents
from exporter.diagnostics import has_errors
from exporter.rules import RULES
from tests.exporter.corpus import MANIFESTS, require_corpus
from tests.exporter.rule_cases import apply_edits, diagnostics_of

require_corpus()
FILES = sorted(MANIFESTS.glob("*"))
RULE_IDS = {rule.id for rule in RULES}


def has_prompt(plain: dict[str, Any]) -> bool:
    spec = plain.get("spec")
    if not isinstance(spec, dict):
        return False
    prompts = spec.get("prompts")
    return bool(spec.get("role")) or (isinstance(prompts, dict) and bool(prompts.get("system")))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_agent_with_a_prompt_stays_exportable(file: Path) -> None:
    for result in check_documents(file.read_text(encoding="utf-8")):
        plain = result.document.plain
        if isinstance(plain, dict) and plain.get("kind") == "Agent" and has_prompt(plain):
            assert not has_errors(result.diagnostics)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_fix_of_a_rule_mends_what_it_is_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    before = diagnostics_of(text)
    # What a fix does is decided by its rule and what its title names; one of each kind is enough in a file.
    fixes = {(each.rule, each.fix.title): each for each in before if each.fix is not None}
    for diagnostic in fixes.values():
        if diagnostic.rule in RULE_IDS and diagnostic.fix is not None:
            after = diagnostics_of(apply_edits(text, diagnostic.fix.edits))
            same = [
                each for each in after if (each.rule, each.message) == (diagnostic.rule, diagnostic.message)
            ]
            known = [
                each for each in before if (each.rule, each.message) == (diagnostic.rule, diagnostic.message)
            ]
            assert len(same) < len(known), diagnostic
            # A newer model may refuse a setting that the one it replaces took.
            assert {each.rule for each in after} - {each.rule for each in before} <= {
                "missing-tool-description",
                "sampling-of-reasoning-model",
            }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_cause_is_told_twice_at_one_place(file: Path) -> None:
    for result in check_documents(file.read_text(encoding="utf-8")):
        places: dict[Any, str] = {}
        for each in result.diagnostics:
            other = places.setdefault((each.path, each.location), each.rule)
            apart = {other, each.rule} <= TOLD_APART or all("missing-" in rule for rule in (other, each.rule))
            assert other == each.rule or apart, (other, each)


# Two different things may be wrong with one name or one address, as two may be missing in one mapping.
TOLD_APART = {"plain-http", "path-parameter-missing", "missing-tool-description", "tool-name-changed"}
