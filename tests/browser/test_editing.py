"""Writing a manifest: mistakes are marked as one types, fixes mend them, nothing typed is lost."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.editor import (
    DEMO,
    choose_option,
    manifest,
    open_text,
    problem,
    problems,
    put_caret_after,
    settle,
    shown_text,
)

MISSPELT = DEMO.replace("    model: gpt", "    modle: gpt")


def test_a_first_visitor_finds_a_manifest_that_is_ready_to_download(page: Page) -> None:
    expect(page.locator("#summary")).to_have_text("Ready")
    expect(page.locator("#verdicts")).to_contain_text("Conforms to OSSA 0.4")
    expect(problems(page)).to_have_count(0)
    expect(page.locator("#download")).to_contain_text("Ctrl+Enter")
    expect(page.locator("#download")).to_have_attribute("aria-disabled", "false")
    expect(page.locator("#zip-facts")).to_contain_text("0 secrets")


def test_a_mistake_is_marked_while_it_is_typed_and_its_fix_mends_it(page: Page) -> None:
    put_caret_after(page, "    mo")
    for _ in range(3):
        page.keyboard.press("Delete")
    page.keyboard.type("dle")
    expect(page.locator("#manifest-host .cm-lintRange").first).to_be_visible()
    misspelt = problem(page, 'did you mean "model"')
    expect(misspelt).to_contain_text("line 21:5")
    misspelt.get_by_role("button", name="Fix").click()
    expect(problems(page)).to_have_count(0)
    assert shown_text(page) == DEMO
    page.keyboard.press("Control+z")
    expect(misspelt).to_be_visible()


def test_fix_all_applies_every_fix(page: Page) -> None:
    open_text(page, MISSPELT.replace("apiVersion:", "ossaVersion:"))
    expect(page.locator("#fix-all")).to_contain_text("Fix all")
    page.locator("#fix-all").click()
    expect(problems(page)).to_have_count(0)
    assert shown_text(page) == DEMO


def test_f8_goes_from_problem_to_problem(page: Page) -> None:
    open_text(page, DEMO.replace("method: GET", "method: FETCH"))
    page.keyboard.press("F8")
    expect(page.locator("#manifest-host .cm-activeLine")).to_contain_text("method: FETCH")


def test_a_click_on_a_problem_goes_to_its_line(page: Page) -> None:
    open_text(page, MISSPELT)
    problem(page, '"modle"').locator(".problem-jump").click()
    expect(page.locator("#manifest-host .cm-activeLine")).to_contain_text("modle")
    expect(manifest(page)).to_be_focused()


def test_while_there_are_errors_the_last_valid_files_stay_and_say_so(page: Page) -> None:
    files = page.locator("#tree [role=treeitem]").count()
    open_text(page, "kind: Agent\nspec: [")
    expect(page.locator("#stale-note")).to_be_visible()
    expect(page.locator("#tree [role=treeitem]")).to_have_count(files)
    download = page.locator("#download")
    expect(download).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#download-reason")).not_to_be_empty()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast[role=alert]")).to_be_visible()


def test_what_was_typed_is_there_after_a_reload(page: Page) -> None:
    put_caret_after(page, "name: support-agent")
    page.keyboard.type("-2")
    choose_option(page, "memory", "redis")
    settle(page)
    page.reload()
    expect(page.locator("#subject")).to_have_text("support-agent-2")
    expect(page.locator("#option-memory")).to_have_value("redis")


def test_each_tab_goes_on_with_its_own_text(page: Page) -> None:
    other = page.context.new_page()
    other.goto("/")
    open_text(page, DEMO.replace("support-agent", "one"))
    open_text(other, DEMO.replace("support-agent", "two"))
    page.reload()
    other.reload()
    expect(page.locator("#subject")).to_have_text("one")
    expect(other.locator("#subject")).to_have_text("two")


def test_starting_over_can_be_undone(page: Page) -> None:
    open_text(page, DEMO.replace("support-agent", "mine"))
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("#subject")).to_have_text("support-agent")
    page.locator(".toast", has_text="Started over").get_by_role("button", name="Undo").click()
    expect(page.locator("#subject")).to_have_text("mine")


def test_of_several_documents_one_is_chosen(page: Page) -> None:
    second = DEMO.replace("name: support-agent", "name: second-agent")
    open_text(page, f"{DEMO}---\n{second}")
    choice = page.get_by_label("Document to export")
    expect(choice.locator("option")).to_have_count(2)
    choice.select_option("1")
    expect(page.locator("#subject")).to_have_text("second-agent")
    open_text(page, DEMO)
    expect(choice).to_be_hidden()


def test_keys_and_values_are_offered_where_they_may_stand(page: Page) -> None:
    put_caret_after(page, "maxTokens: 800")
    page.keyboard.press("Enter")
    page.keyboard.type("temp")
    offered = page.locator(".cm-tooltip-autocomplete li")
    expect(offered.first).to_contain_text("temperature")
    page.wait_for_timeout(100)  # CodeMirror ignores a key in the first moments, so that Enter stays Enter.
    page.keyboard.press("Enter")
    page.keyboard.type("0.2")
    settle(page)
    assert "temperature: 0.2" in shown_text(page)


def test_help_appears_over_a_key(page: Page) -> None:
    page.locator("#manifest-host .cm-line", has_text="maxTokens").locator(
        "span", has_text="maxTokens"
    ).first.hover()
    expect(page.locator(".cm-help")).to_contain_text("maxTokens")


def test_line_ends_of_windows_survive(page: Page) -> None:
    open_text(page, DEMO.replace("\n", "\r\n"))
    put_caret_after(page, "name: support-agent")
    page.keyboard.type("s")
    settle(page)
    assert shown_text(page) == DEMO.replace("\n", "\r\n").replace(
        "name: support-agent", "name: support-agents"
    )


def test_a_file_that_is_no_text_is_refused_and_nothing_is_lost(page: Page) -> None:
    binary = {"name": "logo.png", "mimeType": "image/png", "buffer": b"\x89PNG\xff\xfe"}
    page.locator("#open-file").set_input_files(binary)  # type: ignore[arg-type]
    expect(page.locator(".toast[role=alert]")).to_contain_text('"logo.png" is not text in UTF-8.')
    expect(page.locator("#subject")).to_have_text("support-agent")


def test_a_studio_that_went_away_loses_nothing_and_is_found_again(open_page: OpenPage) -> None:
    page = open_page(allow="ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    put_caret_after(page, "name: support-agent")
    page.keyboard.type("-3")
    expect(page.locator("#connection")).to_contain_text("Your text is kept in this browser")
    page.context.set_offline(False)
    expect(page.locator("#connection")).to_be_hidden()
    expect(page.locator("#subject")).to_have_text("support-agent-3")


def test_markup_in_a_manifest_stays_text(page: Page) -> None:
    evil = "<img src=x onerror=document.title='pwned'>"
    open_text(
        page,
        DEMO.replace("name: support-agent", f'name: "{evil}"').replace("method: GET", f'method: "{evil}"'),
    )
    expect(page.locator("#subject")).to_have_text(evil)
    assert page.locator("img").count() == 0
    assert page.title() == f"{evil} · OSSA Studio"


def test_an_option_with_a_wrong_value_is_marked_and_says_why(open_page: OpenPage) -> None:
    page = open_page(allow="422")
    page.locator("#tab-options").click()
    port = page.get_by_label("Port", exact=True)
    port.fill("abc")
    port.press("Tab")
    expect(port).to_have_attribute("aria-invalid", "true")
    expect(port).to_have_accessible_description(re.compile('must be a whole number, not "abc"'))
    port.fill("9000")
    port.press("Tab")
    expect(port).to_have_attribute("aria-invalid", "false")
    expect(page.locator("#error-port")).to_be_hidden()
