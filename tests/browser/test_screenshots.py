"""The README's pictures: they exist and are small; SCREENSHOTS=write takes them again."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.editor import DEMO, ROOT, open_text, problems
from tests.browser.playground import answers, card, send, wait_for_end

IMAGES = ROOT / "docs" / "images"
LARGEST = 300_000
PICTURES: dict[str, ColorScheme] = {
    "editor-light": "light",
    "editor-dark": "dark",
    "editor-problems": "light",
    "playground-light": "light",
}


def prepare(page: Page, name: str) -> None:
    page.locator('#tree [data-path="agent.py"] > .tree-row').click()
    if name == "playground-light":
        send(page, "Where is order A-10482?")
        wait_for_end(page)
        answers(page).get_by_role("button", name="Events").click()
        card(page, "look_up_order").locator("summary").click()
        page.locator("#conversation").evaluate("chat => chat.scrollTo(0, 0)")
    elif name != "editor-problems":
        send(page, "Where is order A-10482?")
        wait_for_end(page)
    else:
        secret = "sk-proj-" + "a1B2" * 9
        open_text(page, DEMO.replace("    model: gpt", "    modle: gpt").replace("${SHOP_API_TOKEN}", secret))
        expect(problems(page).first).to_be_visible()
    page.locator(".toast").evaluate_all("toasts => toasts.forEach((toast) => toast.remove())")


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_there_and_small(open_page: OpenPage, name: str) -> None:
    path = IMAGES / f"{name}.png"
    if os.environ.get("SCREENSHOTS") == "write":
        page = open_page(width=1280, height=720, color_scheme=PICTURES[name])
        prepare(page, name)
        IMAGES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size < LARGEST
