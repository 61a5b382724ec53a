"""What a person does in the playground, in a person's words."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.fakes import Reply, words


def box(page: Page) -> Locator:
    return page.get_by_label("Message", exact=True)


def send(page: Page, text: str) -> None:
    box(page).fill(text)
    box(page).press("Enter")


def button(page: Page) -> Locator:
    """Send, or Stop in its place."""
    return page.locator("#send")


def answers(page: Page) -> Locator:
    return page.get_by_role("article", name="Answer")


def status(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator("#run-status")


def card(page: Page, tool: str) -> Locator:
    return page.locator(".tool-card").filter(has=page.get_by_text(tool, exact=True))


def slow(count: int = 400) -> Reply:
    return words(count, tokens_per_second=20)


def wait_for_end(page: Page) -> None:
    expect(button(page)).to_contain_text("Send", timeout=20_000)
    expect(page.locator("#conversation")).to_have_attribute("aria-busy", "false")


def choose_tool(page: Page, tool: str, choice: str) -> None:
    page.locator("#tab-setup").click()
    page.get_by_label(f"How {tool} answers").select_option(choice)
