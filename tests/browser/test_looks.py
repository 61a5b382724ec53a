"""For everybody: nothing for axe to find, both themes, every width, and the keyboard alone is enough."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.editor import DEMO, ROOT, choose_option, open_text, problems

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
BROKEN = DEMO.replace("    model: gpt", "    modle: gpt").replace("method: GET", "method: FETCH")
WIDTHS = [(1440, 900), (1024, 720), (390, 800)]


def faults(page: Page) -> list[str]:
    """Of every impact, minor ones too."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['html'][:160]}" for fault in found["violations"] for node in fault["nodes"]
    ]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/agents", "/docs/diagnostics", "/api/docs", "/styleguide"])
def test_axe_finds_nothing(open_page: OpenPage, path: str, scheme: str) -> None:
    assert faults(open_page(path, color_scheme=scheme)) == []


@pytest.mark.parametrize("path", ["/agents", "/docs/diagnostics", "/api/docs", "/styleguide"])
def test_no_page_of_text_is_wider_than_a_phone(open_page: OpenPage, path: str) -> None:
    assert overflow(open_page(path, width=390, height=800)) == 0


def test_the_api_of_an_agent_is_found_from_the_list_and_fits_a_phone(open_page: OpenPage) -> None:
    page = open_page(width=390, height=800)
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile("/agents/"))
    page.goto("/agents")
    page.get_by_role("link", name="API of support-agent").first.click()
    expect(page.locator("main")).to_contain_text("/chat/runs/{run_id}/cancel")
    assert overflow(page) == 0
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_there_are_problems(open_page: OpenPage, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    open_text(page, BROKEN)
    expect(problems(page).first).to_be_visible()
    page.locator("#tab-coverage").click()
    assert faults(page) == []
    page.locator("#show-shortcuts").click()
    assert faults(page) == []


@pytest.mark.parametrize("tab", ["tab-manifest", "tab-playground", "tab-check"])
def test_axe_finds_nothing_on_a_phone(open_page: OpenPage, tab: str) -> None:
    page = open_page(width=390, height=800)
    page.locator(f"#{tab}").click()
    assert faults(page) == []


@pytest.mark.parametrize(("width", "height"), WIDTHS)
@pytest.mark.parametrize(
    "text", [DEMO, BROKEN, DEMO.replace("support-agent", "a" * 63)], ids=["demo", "broken", "long"]
)
def test_nothing_sticks_out_at_any_width(open_page: OpenPage, width: int, height: int, text: str) -> None:
    page = open_page(width=width, height=height)
    open_text(page, text)
    assert overflow(page) == 0
    expect(page.locator("#download")).to_be_in_viewport(ratio=1)


def test_a_phone_shows_one_pane_at_a_time(open_page: OpenPage) -> None:
    page = open_page(width=390, height=800)
    expect(page.locator("#manifest-pane")).to_be_visible()
    expect(page.locator("#playground-pane")).to_be_hidden()
    page.locator("#tab-playground").click()
    expect(page.locator("#message")).to_be_in_viewport()
    expect(page.locator("#manifest-pane")).to_be_hidden()
    page.locator("#tab-check").click()
    expect(page.locator("#playground-pane")).to_be_hidden()
    page.locator('#tree [data-path="agent.py"] > .tree-row').click()
    expect(page.locator("#file-host .cm-content")).to_be_in_viewport()
    choose_option(page, "memory", "redis")
    expect(page.locator("#option-memory")).to_be_visible()


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.querySelector('.topbar')).backgroundColor"))


def test_the_theme_follows_the_system_until_the_switch_is_pressed(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    dark = background(page)
    page.emulate_media(color_scheme="light")
    light = background(page)
    assert light != dark
    page.locator("#theme-switch").click()
    page.locator("#theme-switch").click()
    assert background(page) == dark
    page.reload()
    assert background(page) == dark


def test_the_panes_are_moved_with_arrow_keys_and_stay_where_they_were(page: Page) -> None:
    width = "document.getElementById('manifest-pane').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.get_by_role("separator", name="Width of the manifest").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    moved = page.evaluate(width)
    assert moved < before
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert abs(page.evaluate(width) - moved) < 2


def test_everything_is_reached_with_the_keyboard_in_a_visible_order(page: Page) -> None:
    reached: list[str] = []
    page.keyboard.press("Tab")
    for _ in range(60):
        focused = page.evaluate(
            "[document.activeElement.id, document.activeElement.closest('.cm-editor') !== null]"
        )
        reached.append(focused[0])
        if focused[1]:
            page.keyboard.press("Escape")  # Tab writes in an editor; Escape first lets it leave.
        page.keyboard.press("Tab")
    wanted = [
        "show-shortcuts",
        "theme-switch",
        "download",
        "open-button",
        "start-over",
        "save",
        "tab-chat",
        "new-session",
        "conversation",
        "message",
        "send",
        "tab-files",
        "copy-file",
    ]
    assert [name for name in reached if name in wanted][: len(wanted)] == wanted


def test_the_shortcuts_are_listed_under_a_question_mark(page: Page) -> None:
    page.locator("#theme-switch").focus()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_contain_text("Download the project")
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    expect(page.locator("#theme-switch")).to_be_focused()


def test_without_motion_nothing_moves(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--quick').trim()") in (
        "0ms",
        "0s",
    )
