"""The documentation says what is so: places it names exist, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_every_place_in_the_vocabulary_exists() -> None:
    places = re.findall(r"\| `([\w/.]+)` \|", (ROOT / "docs/vocabulary.md").read_text())
    assert len(places) > 20
    assert [place for place in places if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_decision_is_numbered_once_and_short() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [decision.name[:4] for decision in decisions]
    assert len(set(numbers)) == len(numbers)
    assert [decision.name for decision in decisions if len(decision.read_text().splitlines()) > 50] == []


def test_every_make_target_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)`", page.read_text())}
    assert named - targets == set()


def test_every_test_a_page_names_exists() -> None:
    named = {name for page in PAGES for name in re.findall(r"`(test_\w+)`", page.read_text())}
    written = {
        name
        for file in ROOT.glob("tests/**/*.py")
        for name in re.findall(r"def (test_\w+)", file.read_text())
    }
    assert named - written == set()


def test_the_readme_shows_what_the_command_says() -> None:
    example = "docs/examples/misspelt-key.ossa.yaml"
    command = [sys.executable, "-m", "exporter.cli", "validate", example]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"ossa validate {example}\n{ran.stdout.strip()}\n$ " in shown
