"""Each rule finds its bad case at the right place, says it well, mends it, and is quiet on the good one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exporter.check import CATALOGUE
from exporter.diagnostics import Severity
from exporter.providers import PROVIDERS
from exporter.providers.prices import find_model
from exporter.providers.retirements import find_retirement
from exporter.rules import RULES, Rule
from tests.exporter.rule_cases import (
    CASES,
    as_expected,
    bad_text,
    diagnostics_of,
    expected,
    good_text,
)
from tools.diagnostics_page import diagnostics_page

ROOT = Path(__file__).parent.parent.parent
EVERY_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_every_rule_has_cases() -> None:
    assert sorted(path.name for path in CASES.iterdir()) == sorted(rule.id for rule in RULES)


def test_every_rule_has_a_file_of_its_name() -> None:
    for rule in RULES:
        assert rule.check.__module__ == f"exporter.rules.{rule.id.replace('-', '_')}"


def test_every_id_in_the_catalogue_is_used_once() -> None:
    ids = [entry.id for entry in CATALOGUE]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", name)] == []


@EVERY_RULE
def test_a_rule_finds_its_bad_case_where_it_is(rule: Rule) -> None:
    found = [as_expected(diagnostic) for diagnostic in diagnostics_of(bad_text(rule.id))]
    assert found == expected(rule.id)
    assert any(each["rule"] == rule.id for each in found)


@EVERY_RULE
def test_one_cause_is_told_once(rule: Rule) -> None:
    """Beside the rule's own findings a bad case has at most hints, and no two at one place."""
    found = diagnostics_of(bad_text(rule.id))
    assert [each for each in found if each.rule != rule.id and each.severity is not Severity.HINT] == []
    places = [(each.path, each.location) for each in found]
    assert len(set(places)) == len(places)


@EVERY_RULE
def test_an_ordinary_good_manifest_has_no_warning(rule: Rule) -> None:
    found = diagnostics_of(good_text(rule.id))
    assert [each.message for each in found if each.rule == rule.id] == []
    assert [each.message for each in found if each.severity is not Severity.HINT] == []


@EVERY_RULE
def test_messages_are_sentences_of_one_line(rule: Rule) -> None:
    for each in expected(rule.id):
        assert each["message"][-1] in ".?"
        assert not re.search(r"[\n\r\t]|  |\.\.|\?\.", re.sub(r'"[^"]*"', '""', each["message"]))
        assert len(each["message"]) < 250


@pytest.mark.parametrize("name", ["studio/demo.ossa.yaml"])
def test_the_demo_manifest_has_no_warning(name: str) -> None:
    found = diagnostics_of((ROOT / name).read_text(encoding="utf-8"))
    assert [each.message for each in found if each.severity is not Severity.HINT] == []


def test_default_models_have_a_price_and_a_future() -> None:
    for provider in PROVIDERS.values():
        assert find_retirement(provider.key, provider.default_model) is None
        if provider.price_provider is not None:
            facts = find_model(provider.price_provider, provider.default_model)
            assert facts is not None and facts.priced and not facts.deprecated, provider.key


def test_rules_are_documented() -> None:
    page = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
    assert [entry.id for entry in CATALOGUE if f"\n### {entry.id}\n" not in page] == []


def test_the_page_of_diagnostics_is_what_the_code_says() -> None:
    written = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
    assert written == diagnostics_page(), "run `python -m tools.diagnostics_page` and read the difference"
