"""How a run ends early: by Escape, at once; before it has a name; by itself when nobody watches any more."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.playground import answers, box, button, send, slow, status, wait_for_end
from tests.conftest import SECONDS_TO_CANCEL
from tests.fakes import FakeProvider, Reply
from tests.studio_server import running_studio

# From the key until the provider sees its connection close.
AT_ONCE = 0.5
GRACE = 1.5


@pytest.fixture(scope="module")
def impatient_studio(provider: FakeProvider) -> Iterator[str]:
    """It keeps a run that nobody watches for a moment only."""
    environment = {"OPENAI_API_KEY": "sk-fake", "OPENAI_BASE_URL": provider.openai_url}
    with running_studio(**environment, STUDIO_GRACE_SECONDS=str(GRACE)) as url:
        yield url


@pytest.mark.alone
def test_escape_closes_the_providers_connection_at_once(
    paid: Page, provider: FakeProvider, record_property: Callable[[str, object], None]
) -> None:
    provider.always(slow())
    took = []
    for number in range(5):
        send(paid, f"Talk slowly, {number}")
        expect(answers(paid).last).to_contain_text("w3", timeout=30_000)
        asked = time.monotonic()
        paid.keyboard.press("Escape")
        provider.wait_for(lambda requests: requests[-1].disconnected_at is not None)
        closed = provider.requests[-1].disconnected_at
        assert closed is not None and len(provider.requests) == number + 1
        took.append(closed - asked)
        expect(answers(paid).last.locator(".receipt")).to_be_visible()
        wait_for_end(paid)
    record_property(SECONDS_TO_CANCEL, took)
    assert max(took) < AT_ONCE


def test_a_run_that_nobody_watches_ends_and_the_page_says_so(
    open_page: OpenPage, impatient_studio: str, provider: FakeProvider
) -> None:
    provider.forget()
    provider.always(slow())
    page = open_page(studio=impatient_studio, allow="net::ERR_")
    send(page, "Talk slowly")
    expect(answers(page)).to_contain_text("w3", timeout=30_000)
    expect(page).to_have_url(re.compile("session="))
    address = page.url
    page.goto("about:blank")
    left = time.monotonic()
    provider.wait_for(lambda requests: requests[-1].disconnected_at is not None, timeout=30)
    closed = provider.requests[-1].disconnected_at
    assert closed is not None and closed - left > GRACE / 2  # It was given time to come back.
    page.goto(address)
    receipt = answers(page).locator(".receipt")
    expect(receipt).to_contain_text("Nobody watched this run any more, so it was stopped after")
    expect(receipt).to_contain_text("about $0.")
    expect(answers(page)).to_contain_text("w0 w1 w2 w3")
    expect(answers(page).locator(".figures")).to_contain_text(re.compile(r"\d+ in, \d+ out"))
    expect(button(page)).to_contain_text("Send")


def test_whoever_comes_back_in_time_finds_the_run_going_on(
    open_page: OpenPage, impatient_studio: str, provider: FakeProvider
) -> None:
    provider.forget()
    provider.always(slow(120))
    page = open_page(studio=impatient_studio, allow="net::ERR_")
    send(page, "Talk slowly")
    expect(answers(page)).to_contain_text("w3", timeout=30_000)
    page.reload()
    wait_for_end(page)
    expect(answers(page).locator(".prose")).to_contain_text("w119")


def test_stop_is_heard_before_the_run_has_a_name(paid: Page, provider: FakeProvider) -> None:
    """The server's answer to the message is held back; the run is cancelled once it is known."""
    provider.always(slow())
    paid.keyboard.press("Control+s")
    expect(paid.locator("#revision")).to_have_text("revision 1")
    held: list[Route] = []
    paid.route("**/chat/stream", lambda route: held.append(route))
    send(paid, "Talk slowly")
    expect(status(paid)).to_have_text("Answering")
    assert wait_until(paid, lambda: bool(held))
    paid.keyboard.press("Escape")
    expect(button(paid)).to_contain_text("Stopping")
    assert provider.requests == []
    held[0].continue_()
    expect(answers(paid).locator(".receipt")).to_contain_text("Stopped")
    expect(button(paid)).to_contain_text("Send")
    assert all(request.disconnected_at for request in provider.requests)


def test_stop_before_the_agent_is_saved_sends_nothing(paid: Page, provider: FakeProvider) -> None:
    """The first message saves the agent; while that is held back, the message can still be had again."""
    held: list[Route] = []
    paid.route("**/api/agents", lambda route: held.append(route))
    send(paid, "Never mind")
    expect(button(paid)).to_contain_text("Stop")
    assert wait_until(paid, lambda: bool(held))
    button(paid).click()
    expect(button(paid)).to_contain_text("Stopping")
    held[0].continue_()
    expect(paid.locator("#composer-note")).to_have_text(
        "Stopped before it was sent: your message is still here."
    )
    expect(status(paid)).to_contain_text("Stopped before it was sent")
    expect(button(paid)).to_contain_text("Send")
    expect(box(paid)).to_have_value("Never mind")
    expect(answers(paid)).to_have_count(0)
    assert provider.requests == []


def test_a_run_that_is_stopped_before_the_model_is_asked_says_that_nothing_was_used(
    paid: Page, provider: FakeProvider
) -> None:
    provider.always(Reply(text="Never sent."))
    nothing = {"total_tokens": 0, "prompt_tokens": 0, "completion_tokens": 0, "total_cost": 0, "model": ""}
    ended = {"type": "cancelled", "run_id": "r1", "seq": 1, "ms": 80, "reason": "requested", "result": ""}
    frame = f"id: r1:1\nevent: cancelled\ndata: {json.dumps({**ended, 'cost_summary': nothing})}\n\n"
    stored = {"id": "s1", "revision": 1, "messages": [], "running": None, "cost_summary": nothing}
    paid.route("**/chat/stream", lambda route: route.fulfill(content_type="text/event-stream", body=frame))
    paid.route("**/sessions/*", lambda route: route.fulfill(json=stored))
    send(paid, "Hello")
    receipt = answers(paid).locator(".receipt")
    expect(receipt).to_have_text("Stopped after 80 ms · nothing was used")
    expect(status(paid)).to_have_text("Stopped, nothing was used")


def wait_until(page: Page, condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Playwright hands out what it intercepts only while it waits for something."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    return condition()
