"""The events of a run: all of them in order however many, and what each model request used."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.playground import answers, box, send, wait_for_end
from tests.fakes import FakeProvider, Reply, ToolCall, words


def open_events(page: Page) -> None:
    answers(page).last.get_by_role("button", name="Events").click()


def test_a_long_run_shows_its_first_and_newest_events_and_the_rest_on_demand(
    paid: Page, provider: FakeProvider
) -> None:
    provider.always(words(1_300, tokens_per_second=1_000))
    send(paid, "Talk at length")
    wait_for_end(paid)
    open_events(paid)
    rows, fold = paid.locator("#event-list .event"), paid.locator("#event-list .event-fold")
    expect(rows.last).to_contain_text("done")
    expect(fold).to_have_count(0)
    last = rows.last.locator(".event-seq").inner_text()
    paid.get_by_label("Each token").check()
    expect(rows).to_have_count(500)
    expect(rows.first).to_contain_text("llm_start")
    expect(rows.last).to_contain_text("done")
    expect(rows.last.locator(".event-seq")).to_have_text(last)
    expect(fold).to_contain_text(f"{int(last) - 500} rows left out")
    more = fold.get_by_role("button", name="Show 500 more")
    more.click()
    expect(rows).to_have_count(1_000)
    expect(rows.nth(250).locator("summary")).to_be_focused()
    more.press("Enter")
    expect(fold).to_have_count(0)
    numbers = [int(text) for text in rows.locator(".event-seq").all_inner_texts()]
    assert numbers == list(range(1, int(last) + 1))
    paid.get_by_label("Each token").uncheck()
    assert rows.count() < 10


def test_the_events_of_a_run_appear_while_it_goes_on(paid: Page, provider: FakeProvider) -> None:
    provider.always(words(2_000, tokens_per_second=300))
    paid.locator("#tab-events").click()
    paid.get_by_label("Each token").check()
    send(paid, "Talk at length")
    rows, fold = paid.locator("#event-list .event"), paid.locator("#event-list .event-fold")
    expect(rows.first).to_contain_text("llm_start", timeout=30_000)
    rows.first.locator("summary").click()
    expect(rows.first).to_contain_text("It is entered in the ledger when the request ends.")
    expect(fold).to_be_visible(timeout=30_000)
    expect(rows).to_have_count(500)
    expect(paid.locator("#events-title")).to_have_text("Talk at length")
    left = fold.inner_text()
    expect(fold).not_to_have_text(left)
    box(paid).press("Escape")
    expect(rows.last).to_contain_text("cancelled")
    expect(rows.first).to_contain_text("Raw event")  # It stayed open.
    paid.get_by_role("button", name="New session").click()
    expect(paid.locator("#event-list")).to_contain_text(
        "Send a message, and each event of its run appears here"
    )


def test_what_came_while_the_events_were_out_of_sight_is_there_when_one_looks(
    paid: Page, provider: FakeProvider
) -> None:
    provider.always(Reply(text="That is all."))
    send(paid, "Hello")
    wait_for_end(paid)
    paid.locator("#tab-events").click()
    expect(paid.locator("#event-list .event").last).to_contain_text("done")


def test_the_usage_of_each_model_request_is_told(paid: Page, provider: FakeProvider) -> None:
    call = ToolCall("search_help_pages", {"question": "Returns?"})
    provider.answer(Reply(text="", tool_calls=(call,)), Reply(text="I found nothing."))
    send(paid, "How do I send it back?")
    wait_for_end(paid)
    open_events(paid)
    starts = paid.locator("#event-list .event[data-type=llm_start]")
    ends = paid.locator("#event-list .event[data-type=llm_end]")
    expect(starts).to_have_count(2)
    for row in (starts.last, ends.last):
        row.locator("summary").click()
        usage = row.locator(".event-raw", has_text="Usage")
        expect(usage).to_contain_text("reported by the provider")
        expect(usage).to_contain_text(re.compile(r"In\s*\d+ tokens\s*Out\s*\d+ tokens\s*Cost\s*\$0\.\d+"))
    expect(starts.last).to_contain_text("Sent to the model")
    expect(starts.last).to_contain_text('"number": 2')
    expect(ends.last).not_to_contain_text("Sent to the model")
