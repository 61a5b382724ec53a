"""The installed Chromium on a running studio; a console error or CSP violation fails the test that saw it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS
from tests.fakes import FakeProvider
from tests.studio_server import running_studio
from tools.chromium import find_chromium

expect.set_options(timeout=10_000)

OpenPage = Callable[..., Page]
ColorScheme = Literal["light", "dark"]
Motion = Literal["no-preference", "reduce"]


# For a module and no longer: Playwright keeps an event loop running, and asynchronous tests want their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    assert path, "No Chromium; `make setup` installs one."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, studio_url: str) -> Iterator[OpenPage]:
    """`open_page("/", width=390, height=800, color_scheme="dark")`, in a fresh profile."""
    complaints: list[str] = []
    expected: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    with ExitStack() as stack:

        def open_page(
            path: str = "/",
            width: int = 1280,
            height: int = 720,
            allow: str = "",
            color_scheme: ColorScheme = "light",
            reduced_motion: Motion = "no-preference",
            studio: str = studio_url,
        ) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                base_url=studio,
                color_scheme=color_scheme,
                reduced_motion=reduced_motion,
            )
            stack.callback(context.close)
            expected.extend([allow] if allow else [])
            page = context.new_page()
            page.on("console", on_console)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(path)
            if page.locator("body.workbench-page").count():
                page.wait_for_selector("body[data-ready]")
            return page

        yield open_page
    assert [text for text in complaints if not any(part in text for part in expected)] == []


# For a module: what one told it shall not fail the next.
@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as provider:
        yield provider


@pytest.fixture(scope="module")
def paid_studio(provider: FakeProvider) -> Iterator[str]:
    with running_studio(OPENAI_API_KEY="sk-fake", OPENAI_BASE_URL=provider.openai_url) as url:
        yield url


@pytest.fixture
def paid(open_page: OpenPage, paid_studio: str, provider: FakeProvider) -> Page:
    """The editor of a studio with a key, whose provider is the fake."""
    provider.forget()
    # A connection that is cut is told by Chromium as an error of the page.
    return open_page(studio=paid_studio, allow="net::ERR_")


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The editor, as a first visitor at 1280 by 720 sees it."""
    return open_page()
