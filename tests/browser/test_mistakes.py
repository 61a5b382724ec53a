"""Ten likely mistakes: each is told in words that help, at its line, and mended by its fix if it has one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editor import DEMO, open_text, problem, problems, settle

# What somebody wrote instead of what the demo says, words of the answer, and whether one click mends it.
MISTAKES = {
    "misspelt-key": ("    model: gpt", "    modle: gpt", '"modle"', True),
    "misspelt-provider": ("provider: openai", "provider: opnai", "openai", True),
    "unclosed-quote": ("name: hand_over", 'name: "hand_over', "quot", False),
    "tab-for-indent": ("  labels:", "\tlabels:", "tab", False),
    "key-twice": ("    maxTokens: 800", "    maxTokens: 800\n    maxTokens: 900", "maxTokens", False),
    "old-alias": ("apiVersion: ossa/v0.4", "ossaVersion: ossa/v0.4", "ossaVersion", True),
    "license-in-metadata": ("  labels:", "  license: MIT\n  labels:", "license", True),
    "secret": ("${SHOP_API_TOKEN}", "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD", "API key", True),
    "text-for-number": ("maxTokens: 800", "maxTokens: many", "maxTokens", False),
    "tool-without-name": ("      name: hand_over\n", "", "no name", True),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_likely_mistake_is_told_at_its_place(page: Page, mistake: str) -> None:
    right, wrong, words, _ = MISTAKES[mistake]
    assert right in DEMO
    text = DEMO.replace(right, wrong)
    open_text(page, text)
    told = problem(page, words)
    expect(told.first).to_be_visible()
    assert "sk-proj" not in page.locator("#problems").inner_text()
    # The place is that of the change, or the end of what it broke.
    first = 1 + DEMO[: DEMO.index(right)].count("\n")
    lines = [
        int(place.split("line ")[1].split(":")[0])
        for place in told.locator(".problem-place").all_inner_texts()
    ]
    assert any(first - 1 <= line <= first + 6 or line >= text.count("\n") for line in lines)


@pytest.mark.parametrize("mistake", [name for name, (*_, fixable) in MISTAKES.items() if fixable])
def test_a_fix_makes_its_problem_vanish(page: Page, mistake: str) -> None:
    right, wrong, words, _ = MISTAKES[mistake]
    open_text(page, DEMO.replace(right, wrong))
    told = problem(page, words)
    before = problems(page).count()
    told.get_by_role("button", name="Fix").first.click()
    settle(page)
    expect(told).to_have_count(0)
    assert problems(page).count() < before
