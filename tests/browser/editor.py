"""What a person does in the editor, in a person's words."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
DEMO = (ROOT / "studio" / "demo.ossa.yaml").read_text(encoding="utf-8")


def manifest(page: Page) -> Locator:
    return page.locator("#manifest-host .cm-content")


def problems(page: Page) -> Locator:
    return page.locator("#problems .problem")


def problem(page: Page, words: str) -> Locator:
    return problems(page).filter(has_text=words)


def open_text(page: Page, text: str, name: str = "agent.ossa.yaml") -> None:
    """Opens a manifest as from disk."""
    payload = {"name": name, "mimeType": "text/yaml", "buffer": text.encode()}
    page.locator("#open-file").set_input_files(payload)  # type: ignore[arg-type]
    expect(page.locator(".toast", has_text=f"Opened {name}").last).to_be_visible()
    settle(page)


def choose_option(page: Page, name: str, value: str) -> None:
    """The options share their pane with the files, behind a tab of their own."""
    page.locator("#tab-options").click()
    page.select_option(f"#option-{name}", value)


def settle(page: Page) -> None:
    """Until the answer to the last change is shown."""
    page.wait_for_timeout(250)  # The editor's own pause before it asks.
    expect(page.locator("#check-pane")).not_to_have_attribute("aria-busy", "true")


def put_caret_after(page: Page, text: str) -> None:
    """By the editor's own search, as one would."""
    manifest(page).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+f")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")


def shown_text(page: Page) -> str:
    """The draft that the page keeps is the whole text, also the lines that are scrolled away."""
    return str(page.evaluate("JSON.parse(sessionStorage.getItem('ossa-studio.draft')).text"))
