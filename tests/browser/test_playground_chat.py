"""Trying an agent: the first message needs no key, and what it says is safe, complete and counted."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.editor import open_text, put_caret_after, settle
from tests.browser.playground import answers, box, button, card, send, status, wait_for_end


def test_the_first_message_is_answered_without_a_key(page: Page) -> None:
    send(page, "Where is order A-10482?")
    expect(button(page)).to_contain_text("Stop")
    expect(answers(page).locator(".prose")).to_contain_text("demo model", timeout=20_000)
    wait_for_end(page)
    expect(answers(page).locator(".prose li").first).to_contain_text("look_up_order")
    expect(answers(page).locator("[data-mark=demo]")).to_contain_text("demo")
    expect(page.locator("#model-badge")).to_contain_text("demo")
    expect(status(page)).to_contain_text("Done")
    expect(card(page, "look_up_order")).to_have_attribute("data-state", "done")
    assert re.search(r"/agents/support-agent(-\d+)?\?session=", page.url)


def test_a_starter_is_sent_with_one_click(page: Page) -> None:
    page.locator(".starter").first.click()
    expect(page.locator(".message[data-role=user]")).to_contain_text("What can you do")
    wait_for_end(page)
    expect(page.locator("#conversation-empty")).to_be_hidden()


def test_a_session_is_there_again_after_a_reload_and_from_the_list(page: Page) -> None:
    send(page, "First session")
    wait_for_end(page)
    page.reload()
    expect(page.locator(".message[data-role=user]")).to_contain_text("First session")
    expect(answers(page)).to_have_count(1)
    page.get_by_role("button", name="New session").click()
    expect(answers(page)).to_have_count(0)
    expect(box(page)).to_be_focused()
    assert "session=" not in page.url
    page.get_by_role("button", name="Sessions", exact=True).click()
    page.locator(".session-open", has_text="First session").click()
    expect(answers(page)).to_have_count(1)
    assert "session=" in page.url


def test_forgetting_a_session_says_what_is_lost_and_what_is_not(page: Page) -> None:
    send(page, "To be forgotten")
    wait_for_end(page)
    page.get_by_role("button", name="Sessions", exact=True).click()
    page.get_by_role("button", name="Forget To be forgotten").click()
    row = page.locator(".session-row[data-asks]")
    expect(row).to_contain_text("2 messages will be deleted")
    expect(row).to_contain_text("stays in the ledger")
    row.get_by_role("button", name="Delete 2 messages").click()
    expect(page.locator("#sessions")).not_to_contain_text("To be forgotten")
    page.keyboard.press("Escape")
    expect(answers(page)).to_have_count(0)


def test_a_changed_manifest_is_saved_and_tried_in_a_new_session(page: Page) -> None:
    send(page, "With the first revision")
    wait_for_end(page)
    first = page.url
    put_caret_after(page, "Answer briefly")
    page.keyboard.type(" always")
    settle(page)
    expect(page.locator("#save")).to_contain_text("Save")
    send(page, "With the second revision")
    expect(page.locator(".note")).to_contain_text("Revision 2 in a new session")
    wait_for_end(page)
    expect(page.locator("#revision")).to_have_text("revision 2")
    assert page.url != first


def test_ctrl_s_saves_a_revision(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator("#revision")).to_have_text("revision 1")
    assert "/agents/support-agent" in page.url
    put_caret_after(page, "version: 1.0.0")
    page.keyboard.type("1")
    page.keyboard.press("Control+s")
    expect(page.locator("#revision")).to_have_text("revision 2")
    page.reload()
    expect(page.locator("#manifest-host")).to_contain_text("version: 1.0.01")


def test_a_revision_saved_elsewhere_is_neither_lost_nor_overwritten(open_page: OpenPage) -> None:
    page = open_page(allow="409")
    page.keyboard.press("Control+s")
    expect(page.locator("#revision")).to_have_text("revision 1")
    other = page.context.new_page()
    other.goto(page.url)
    for each, suffix in ((other, "7"), (page, "8")):
        each.bring_to_front()
        put_caret_after(each, "version: 1.0.0")
        each.keyboard.type(suffix)
        each.keyboard.press("Control+s")
    expect(page.locator("#conflict")).to_contain_text("Revision 2 was saved while you edited revision 1")
    page.get_by_role("button", name="Load revision 2").click()
    expect(page.locator("#manifest-host")).to_contain_text("version: 1.0.07")
    page.locator(".toast", has_text="Loaded revision 2").get_by_role("button", name="Undo").click()
    expect(page.locator("#manifest-host")).to_contain_text("version: 1.0.08")


def test_what_cannot_run_says_why(page: Page) -> None:
    open_text(page, "kind: Agent\nspec: [")
    expect(button(page)).to_have_attribute("aria-disabled", "true")
    send(page, "Hello")
    expect(page.locator("#composer-note")).to_contain_text("cannot run yet. YAML cannot be read")
    expect(box(page)).to_have_value("Hello")


def test_enter_belongs_to_the_input_method_while_it_composes(page: Page) -> None:
    box(page).fill("にほん")
    box(page).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    box(page).dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "bubbles": True})
    expect(box(page)).to_have_value("にほん")
    box(page).press("Shift+Enter")
    expect(box(page)).to_have_value("にほん\n")
    expect(answers(page)).to_have_count(0)


def test_up_recalls_what_was_sent_and_a_draft_survives_a_reload(page: Page) -> None:
    send(page, "Said before")
    wait_for_end(page)
    box(page).press("ArrowUp")
    expect(box(page)).to_have_value("Said before")
    box(page).press("ArrowDown")
    expect(box(page)).to_have_value("")
    box(page).fill("Not sent yet")
    page.reload()
    expect(box(page)).to_have_value("Not sent yet")


def test_agents_are_listed_and_switched_between(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator("#revision")).to_have_text("revision 1")
    name = page.url.rsplit("/", 1)[1]
    page.get_by_role("button", name="Switch to another agent").click()
    expect(page.locator("#agents")).to_contain_text("support-agent")
    expect(page.locator("#agents [aria-current=page]")).to_have_attribute("href", f"/agents/{name}")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Agents", exact=True).click()
    page.locator(f'a[href="/agents/{name}"]').click()
    expect(page.locator("#revision")).to_have_text("revision 1")


def test_the_events_of_a_run_are_listed_and_can_be_pasted(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    send(page, "It's me")
    wait_for_end(page)
    page.get_by_role("button", name="Events").last.click()
    rows = page.locator("#event-list .event")
    expect(rows.first).to_contain_text("llm_start")
    expect(rows.last).to_contain_text("done")
    expect(page.locator("#event-list")).to_contain_text(re.compile(r"\d+ tokens"))
    rows.first.locator("summary").click()
    expect(rows.first).to_contain_text("Raw event")
    expect(rows.first).to_contain_text("You are the support agent")
    before = rows.count()
    page.get_by_label("Each token").check()
    assert rows.count() > before
    page.get_by_role("button", name="curl").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("curl -sN 'http://127.0.0.1:")
    assert "It'\\''s me" in copied
    page.reload()
    page.get_by_role("button", name="Events").last.click()
    expect(rows.last).to_contain_text("done")
