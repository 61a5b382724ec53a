"""The playground for everybody: axe, both themes, a phone's width, without a mouse, without motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import answers, box, button, card, choose_tool, send, status, wait_for_end
from tests.browser.test_looks import WIDTHS, faults, overflow


def show_chat(page: Page, width: int) -> None:
    if width <= 900:
        page.locator("#tab-playground").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_a_conversation_looks_right_everywhere(
    open_page: OpenPage, width: int, height: int, scheme: str
) -> None:
    page = open_page(width=width, height=height, color_scheme=scheme)
    show_chat(page, width)
    send(page, "Where is my order? " + "It has a very long number. " * 20 + "x" * 200)
    wait_for_end(page)
    card(page, "look_up_order").locator("summary").click()
    assert overflow(page) == 0
    expect(button(page)).to_be_in_viewport(ratio=1)
    assert faults(page) == []


def test_axe_finds_nothing_in_what_opens(page: Page) -> None:
    choose_later = "search_help_pages"
    page.keyboard.press("Control+s")
    expect(page.locator("#revision")).to_have_text("revision 1")
    choose_tool(page, choose_later, "ask")
    assert faults(page) == []
    page.locator("#tab-chat").click()
    send(page, "Ask me")
    expect(card(page, choose_later)).to_have_attribute("data-state", "waiting")
    assert faults(page) == []
    page.keyboard.press("Escape")
    answers(page).get_by_role("button", name="Events").click()
    page.locator("#event-list summary").first.click()
    assert faults(page) == []
    page.get_by_role("button", name="Sessions", exact=True).click()
    expect(page.locator(".session-open")).to_have_count(1)
    assert faults(page) == []


def test_a_message_is_sent_stopped_and_inspected_without_a_mouse(page: Page) -> None:
    page.keyboard.press("Control+i")
    expect(box(page)).to_be_focused()
    page.keyboard.type("Hello")
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text("Answering")
    expect(answers(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(answers(page).locator(".receipt")).to_be_visible()
    expect(box(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(answers(page).get_by_role("button", name="Events")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#event-list .event").last).to_contain_text("cancelled")


def test_a_listener_hears_states_and_not_each_token(page: Page) -> None:
    page.evaluate(
        """() => {
            window.heard = [];
            const node = document.getElementById("run-status");
            const note = () => window.heard.push(node.textContent);
            new MutationObserver(note).observe(node, {childList: true, characterData: true, subtree: true});
        }"""
    )
    log = page.get_by_role("log", name="Conversation")
    send(page, "Hello")
    expect(log).to_have_attribute("aria-busy", "true")
    wait_for_end(page)
    heard = page.evaluate("window.heard")
    assert heard[0] == "Answering"
    assert heard[-1].startswith("Done, ")
    assert len(heard) == 2


def test_the_shortcuts_of_the_playground_are_listed(page: Page) -> None:
    page.locator("#theme-switch").focus()
    page.keyboard.press("?")
    for words in ("Save the manifest", "Go to the message box", "Stop the answer"):
        expect(page.locator("#shortcuts")).to_contain_text(words)


def test_focus_stays_where_something_vanishes(page: Page) -> None:
    page.keyboard.press("Control+s")
    choose_tool(page, "search_help_pages", "ask")
    variable = page.get_by_label("SHOP_API_TOKEN", exact=True)
    variable.fill("x")
    variable.press("Enter")
    page.get_by_role("button", name="Clear SHOP_API_TOKEN").press("Enter")
    expect(variable).to_be_focused()
    page.locator("#tab-chat").click()
    send(page, "Ask me")
    call = card(page, "search_help_pages")
    call.get_by_label("What does search_help_pages answer?").fill("Nothing.")
    call.get_by_role("button", name="Send result").press("Enter")
    expect(call.locator("summary")).to_be_focused()
    wait_for_end(page)
    page.get_by_role("button", name="Sessions", exact=True).press("Enter")
    forget = page.get_by_role("button", name="Forget Ask me")
    forget.press("Enter")
    page.get_by_role("button", name="Keep").press("Enter")
    expect(forget).to_be_focused()
