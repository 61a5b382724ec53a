"""Runs belong to the server: stop, refresh, a second tab, a lost connection, with a slow provider."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.editor import DEMO, open_text
from tests.browser.line import line_to
from tests.browser.playground import answers, box, button, card, choose_tool, send, slow, status, wait_for_end
from tests.fakes import FakeProvider, Reply, ToolCall
from tests.studio_server import free_port, started_studio

MARKDOWN = """A **bold** word, `code`,
[a link](https://example.com) and [a trap](javascript:document.title='pwned').

<img src=x onerror="document.title='pwned'"> ![picture](https://example.com/x.png)

| Item | Price |
| :--- | ---: |
| Lamp | $12 |

```python
def greet():
    return 1
```

- one
- two
"""


def test_escape_stops_and_the_receipt_says_what_was_used(paid: Page, provider: FakeProvider) -> None:
    provider.always(slow())
    send(paid, "Talk slowly")
    expect(answers(paid)).to_contain_text("w3", timeout=30_000)  # The first answer also loads LangChain.
    paid.keyboard.press("Escape")
    receipt = answers(paid).locator(".receipt")
    expect(receipt).to_contain_text(re.compile(r"Stopped after [\d.]+ m?s · \d+ tokens · about \$0\.\d+"))
    expect(receipt).to_contain_text("connection to the provider closed")
    figures = answers(paid).locator(".figures")
    expect(figures).to_contain_text(re.compile(r"first token [\d.]+ m?s"))
    expect(figures).to_contain_text(re.compile(r"\d+ in, \d+ out"))
    expect(button(paid)).to_contain_text("Send")
    expect(status(paid)).to_contain_text("Stopped")
    assert provider.requests[-1].disconnected_at is not None
    provider.always(Reply(text="And on we go."))
    send(paid, "Go on")
    expect(answers(paid).last).to_contain_text("And on we go.")


def test_stop_works_before_the_first_token(paid: Page, provider: FakeProvider) -> None:
    provider.always(Reply(first_token_delay=20))
    send(paid, "Say nothing")
    expect(answers(paid)).to_contain_text("Waiting for the first token")
    button(paid).click()
    expect(answers(paid).locator(".receipt")).to_be_visible()
    expect(button(paid)).to_contain_text("Send")


HOLDS_BACK = DEMO + "\n  safety: {pii_detection: {enabled: true, types: [ssn], action: redact}}\n"


@pytest.mark.parametrize(("text", "title"), [(DEMO, "Talk slowly"), (HOLDS_BACK, "New session")])
def test_a_session_has_its_title_as_soon_as_its_words_may_be_kept(
    paid: Page, provider: FakeProvider, text: str, title: str
) -> None:
    provider.always(slow(60))
    open_text(paid, text)
    send(paid, "Talk slowly")
    expect(answers(paid)).to_contain_text("w3")
    paid.get_by_role("button", name="Sessions", exact=True).click()
    row = paid.locator(".session-row")
    expect(row).to_contain_text(title)
    expect(row).to_contain_text("answering")
    paid.keyboard.press("Escape")
    wait_for_end(paid)
    paid.get_by_role("button", name="Sessions", exact=True).click()
    expect(row).to_contain_text("Talk slowly")


def test_a_refresh_in_mid_stream_loses_nothing(paid: Page, provider: FakeProvider) -> None:
    provider.always(slow(200))
    send(paid, "Talk slowly")
    expect(answers(paid)).to_contain_text("w5")
    paid.reload()
    expect(answers(paid)).to_contain_text("w0 w1 w2 w3 w4 w5")
    expect(button(paid)).to_contain_text("Stop")
    wait_for_end(paid)
    expect(answers(paid).locator(".prose")).to_have_text(" ".join(f"w{n}" for n in range(200)))
    assert len(provider.requests) == 1


def test_two_tabs_show_the_same_run_and_either_may_stop_it(paid: Page, provider: FakeProvider) -> None:
    provider.always(slow())
    send(paid, "Talk slowly")
    expect(answers(paid)).to_contain_text("w2")
    expect(paid).to_have_url(re.compile("session="))
    other = paid.context.new_page()
    other.goto(paid.url)
    expect(answers(other)).to_contain_text("w0 w1 w2")
    other.keyboard.press("Escape")
    expect(answers(other).locator(".receipt")).to_be_visible()
    expect(answers(paid).locator(".receipt")).to_be_visible()
    provider.always(slow(20))
    send(other, "And again")
    expect(paid.locator(".message[data-role=user]")).to_have_count(2)  # By its own look every few seconds.
    expect(answers(paid).last).to_contain_text("w19")


def test_a_lost_connection_is_a_thin_bar_and_nothing_is_lost(
    open_page: OpenPage, paid_studio: str, provider: FakeProvider
) -> None:
    provider.forget()
    provider.always(slow(120))
    with line_to(paid_studio) as line:
        page = open_page(studio=line.url, allow="net::ERR_")
        send(page, "Talk slowly")
        expect(answers(page)).to_contain_text("w3")
        line.cut()
        expect(page.locator("#run-connection")).to_contain_text("Nothing is lost")
        expect(page.locator(".message")).to_have_count(2)
        line.mend()
        expect(page.locator("#run-connection")).to_be_hidden()
        wait_for_end(page)
        expect(answers(page).locator(".prose")).to_have_text(" ".join(f"w{n}" for n in range(120)))
    assert len(provider.requests) == 1


def test_what_a_provider_refuses_is_told_plainly_and_tried_again(paid: Page, provider: FakeProvider) -> None:
    provider.always(Reply(status=401, error="Incorrect API key provided"))
    send(paid, "Hello")
    expect(answers(paid).locator(".failure")).to_be_visible()
    expect(status(paid)).to_contain_text("Failed")
    provider.always(Reply(text="Better now."))
    answers(paid).get_by_role("button", name="Retry").click()
    expect(answers(paid).last).to_contain_text("Better now.")


def test_markdown_of_a_model_is_shown_and_never_becomes_markup(paid: Page, provider: FakeProvider) -> None:
    provider.always(Reply(tokens=tuple(re.findall(r"\s*\S+|\s+$", MARKDOWN)), tokens_per_second=200))
    send(paid, "Markdown, please")
    wait_for_end(paid)
    said = answers(paid).locator(".prose")
    expect(said.locator("strong")).to_have_text("bold")
    expect(said.locator("table td[data-align=right]")).to_have_text("$12")
    expect(said.locator("pre .tok-keyword").first).to_have_text("def")
    expect(said.locator("li")).to_have_count(2)
    links = said.locator("a").evaluate_all("links => links.map((link) => [link.href, link.rel])")
    assert links == [
        ["https://example.com/", "noopener noreferrer"],
        ["https://example.com/x.png", "noopener noreferrer"],
    ]
    assert paid.locator("img").count() == 0
    assert "pwned" not in paid.title()


def test_the_view_follows_the_end_until_the_reader_scrolls_up(paid: Page, provider: FakeProvider) -> None:
    provider.always(Reply(tokens=tuple(f"w{n}\n\n" for n in range(150)), tokens_per_second=25))
    send(paid, "Many paragraphs")
    expect(answers(paid)).to_contain_text("w30")
    at_end = "(() => { const e = document.getElementById('conversation');"
    at_end += " return e.scrollHeight - e.scrollTop - e.clientHeight < 60 })()"
    assert paid.evaluate(at_end)
    paid.locator("#conversation").hover()
    paid.mouse.wheel(0, -400)
    new_text = paid.get_by_role("button", name="New text")
    expect(new_text).to_be_visible()
    assert not paid.evaluate(at_end)
    new_text.click()
    assert paid.evaluate(at_end)
    expect(new_text).to_be_hidden()
    box(paid).focus()
    paid.keyboard.press("Escape")
    expect(answers(paid).locator(".receipt")).to_be_visible()


def shown(page: Page) -> list[str]:
    """The last answer, part after part, and what stands below it."""
    answer = answers(page).last
    return [
        part.inner_text() for part in (*answer.locator(".answer-parts > *").all(), answer.locator(".figures"))
    ]


def test_a_reloaded_answer_has_its_parts_in_their_order_with_their_times(
    paid: Page, provider: FakeProvider
) -> None:
    call = ToolCall("search_help_pages", {"question": "Returns?"})
    provider.answer(Reply(text="Let me look. 🙂 ", tool_calls=(call,)), Reply(text="I found nothing."))
    send(paid, "How do I send it back?")
    wait_for_end(paid)
    expect(card(paid, "search_help_pages").locator(".tool-state")).to_contain_text("failed after")
    paid.wait_for_load_state("networkidle")  # Its times are then the server's.
    before = shown(paid)
    assert [before[0], before[2]] == ["Let me look. 🙂", "I found nothing."]
    paid.reload()
    expect(answers(paid)).to_have_count(1)
    assert shown(paid) == before


def test_a_function_without_a_body_leads_to_how_it_shall_answer(paid: Page, provider: FakeProvider) -> None:
    call = ToolCall("search_help_pages", {"question": "Returns?"})
    provider.answer(Reply(text="", tool_calls=(call,)), Reply(text="Sorry."))
    send(paid, "How do I send it back?")
    wait_for_end(paid)
    card(paid, "search_help_pages").get_by_role("button", name="Choose how it answers").click()
    expect(paid.get_by_label("How search_help_pages answers")).to_be_focused()


def test_a_studio_that_is_stopped_and_started_again_has_lost_nothing(
    open_page: OpenPage, provider: FakeProvider, tmp_path: Path
) -> None:
    provider.forget()
    provider.always(slow())
    port = free_port()
    settings = {
        "STUDIO_DATABASE": str(tmp_path / "studio.sqlite3"),
        "OPENAI_API_KEY": "sk-fake",
        "OPENAI_BASE_URL": provider.openai_url,
    }
    with started_studio(port, **settings) as url:
        page = open_page(studio=url, allow="net::ERR_")
        send(page, "Talk slowly")
        expect(answers(page)).to_contain_text("w5", timeout=30_000)
    expect(page.locator("#run-connection")).to_be_visible()
    expect(page.locator(".message")).to_have_count(2)
    with started_studio(port, **settings):
        expect(answers(page).locator(".failure")).to_contain_text("stopped", timeout=30_000)
        expect(page.locator("#run-connection")).to_be_hidden()
        expect(answers(page)).to_contain_text("w0 w1 w2 w3 w4 w5")
        provider.always(Reply(text="Here again."))
        answers(page).get_by_role("button", name="Retry").click()
        expect(answers(page).last).to_contain_text("Here again.")


def test_a_call_may_be_answered_in_another_tab(paid: Page, provider: FakeProvider) -> None:
    paid.keyboard.press("Control+s")
    choose_tool(paid, "search_help_pages", "ask")
    paid.locator("#tab-chat").click()
    call = ToolCall("search_help_pages", {"question": "Returns?"})
    provider.answer(Reply(text="", tool_calls=(call,)), Reply(text="Thank you."))
    send(paid, "How do I send it back?")
    expect(card(paid, "search_help_pages")).to_have_attribute("data-state", "waiting")
    expect(paid).to_have_url(re.compile("session="))
    other = paid.context.new_page()
    other.goto(paid.url)
    there = card(other, "search_help_pages")
    there.get_by_label("What does search_help_pages answer?").fill("Within 14 days.")
    there.get_by_role("button", name="Send result").click()
    for page in (paid, other):
        expect(answers(page)).to_contain_text("Thank you.")
        expect(card(page, "search_help_pages")).to_have_attribute("data-state", "done")
