"""What the session bar says of money: period and total, since when, and each limit that the plan enforces."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.editor import DEMO, open_text
from tests.browser.playground import answers, button, send, wait_for_end
from tests.browser.test_looks import WIDTHS, faults, overflow
from tests.browser.test_playground_looks import show_chat
from tests.fakes import FakeProvider, Reply

LIMITED = DEMO.replace(
    "    maxTokens: 800\n",
    "    maxTokens: 800\n    cost_tracking: {budget_limit_usd: 0.5, budget_alert_threshold: 0.000001}\n",
).replace(
    "      maxCostPerDay: 5.0\n",
    "      maxCostPerDay: 5.0\n      maxTokensPerDay: 20000\n      maxTokensPerRequest: 4000\n",
)


def reset(page: Page) -> None:
    page.get_by_role("button", name="Reset costs").click()
    expect(page.locator("#session-cost")).to_have_text("$0")


def test_costs_are_shown_and_reset_without_forgetting_them(paid: Page, provider: FakeProvider) -> None:
    provider.always(Reply(text="That costs something."))
    send(paid, "Hello")
    wait_for_end(paid)
    expect(answers(paid).locator("[data-mark=reported]")).to_contain_text("$0.")
    cost, total, since = (paid.locator(f"#session-{name}") for name in ("cost", "total", "since"))
    expect(cost).to_contain_text("$0.")
    expect(total).to_be_hidden()
    expect(since).to_be_hidden()
    before = cost.inner_text()
    count = paid.locator("#session-tokens").inner_text()
    reset(paid)
    expect(paid.locator(".toast", has_text="Nothing was deleted")).to_be_visible()
    expect(answers(paid).locator("[data-mark=reported]")).to_contain_text("$0.")
    expect(total).to_have_text(re.compile(rf"total\s*{re.escape(before)}\s*{count}"))
    expect(since).to_contain_text("since the reset just now")
    expect(since.locator("time")).to_have_attribute("title", re.compile("This period runs since .*20"))
    paid.reload()
    expect(since).to_be_visible()
    expect(total).to_contain_text(before)


def test_the_total_goes_on_where_the_period_begins_anew(paid: Page, provider: FakeProvider) -> None:
    provider.always(Reply(text="That costs something."))
    send(paid, "Hello")
    wait_for_end(paid)
    expect(paid.locator("#session-cost")).to_have_attribute("data-mark", "reported")
    first = counted(paid.locator("#session-tokens").inner_text())
    reset(paid)
    expect(paid.locator("#session-total")).to_be_visible()
    send(paid, "And again")
    wait_for_end(paid)
    expect(paid.locator("#session-cost")).to_have_attribute("data-mark", "reported")
    expect(paid.locator("#session-total")).not_to_contain_text(f"{first} tokens")
    period = counted(paid.locator("#session-tokens").inner_text())
    total = counted(paid.locator("#session-total").inner_text())
    assert total == first + period > period
    paid.get_by_role("button", name="New session").click()
    expect(paid.locator("#session-total")).to_be_hidden()
    expect(paid.locator("#session-since")).to_be_hidden()


def test_a_reset_in_another_tab_is_noticed(paid: Page, provider: FakeProvider) -> None:
    provider.always(Reply(text="That costs something."))
    send(paid, "Hello")
    wait_for_end(paid)
    expect(paid.locator("#session-cost")).to_contain_text("$0.")
    expect(paid).to_have_url(re.compile("session="))
    other = paid.context.new_page()
    other.goto(paid.url)
    reset(other)
    expect(paid.locator("#session-cost")).to_have_text("$0", timeout=15_000)  # By its own look.
    expect(paid.locator("#session-since")).to_contain_text("since the reset")
    expect(answers(paid)).to_have_count(1)


def counted(text: str) -> int:
    found = re.search(r"([\d,]+) tokens", text)
    assert found, text
    return int(found[1].replace(",", ""))


def test_every_limit_of_the_plan_is_shown_with_what_is_left(paid: Page, provider: FakeProvider) -> None:
    provider.always(Reply(text="That costs something."))
    open_text(paid, LIMITED)
    paid.keyboard.press("Control+s")
    limits = paid.locator("#limits .limit")
    expect(limits).to_have_text(
        [
            "Budget: $0.5000 of $0.5000 left",
            "Today: $5.00 of $5.00 left",
            "Today: 20,000 of 20,000 tokens left",
            "A request: at most 4,000 tokens",
        ]
    )
    expect(limits.last.locator("meter")).to_have_count(0)
    send(paid, "Hello")
    wait_for_end(paid)
    expect(limits.first).to_contain_text("past the alert at $0.0000010")
    used = counted(paid.locator("#session-tokens").inner_text())
    expect(limits.nth(2)).to_have_text(f"Today: {20_000 - used:,} of 20,000 tokens left")
    reset(paid)
    expect(limits.first).to_have_text("Budget: $0.5000 of $0.5000 left")
    expect(limits.nth(2)).to_have_text(f"Today: {20_000 - used:,} of 20,000 tokens left")


def test_a_budget_of_money_is_not_said_to_be_kept_without_a_price(paid: Page) -> None:
    open_text(paid, LIMITED.replace("gpt-6-luna", "our-own-model"))
    paid.keyboard.press("Control+s")
    limits = paid.locator("#limits .limit")
    expect(limits.first).to_contain_text("$0.5000 is not watched: no price is known for this chat model")
    expect(limits.first.locator("meter")).to_have_count(0)
    expect(limits.nth(2)).to_have_text("Today: 20,000 of 20,000 tokens left")


@pytest.mark.parametrize(
    ("limit", "shown", "said"),
    [
        ("budget_limit_usd: 0.5", "Budget", "The budget of 0.000001 USD is used up."),
        ("maxCostPerDay: 5.0", "Today: $", "The budget of 0.000001 USD for today is used up."),
        ("maxTokensPerDay: 20000", "tokens left", "The 5 tokens for today are used up."),
        ("maxTokensPerRequest: 4000", "A request", "This request needs more than 5 tokens."),
    ],
)
def test_a_limit_that_is_shown_is_one_that_stops(
    paid: Page, provider: FakeProvider, limit: str, shown: str, said: str
) -> None:
    name = limit.partition(":")[0]
    open_text(paid, LIMITED.replace(limit, f"{name}: {5 if 'Tokens' in name else '0.000001'}"))
    send(paid, "Hello")
    expect(answers(paid).locator(".failure")).to_contain_text(said, timeout=30_000)
    expect(paid.locator("#limits .limit", has_text=shown)).to_contain_text(
        re.compile(r"[$ ](0\.0{5}1|0\.0{5}10|5)\b")
    )
    assert provider.requests == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_a_full_bar_looks_right_everywhere(
    open_page: OpenPage,
    paid_studio: str,
    provider: FakeProvider,
    width: int,
    height: int,
    scheme: ColorScheme,
) -> None:
    provider.forget()
    page = open_page(studio=paid_studio, width=width, height=height, color_scheme=scheme)
    open_text(page, LIMITED)
    show_chat(page, width)
    for text in ("Hello", "Hello again"):
        send(page, text)
        wait_for_end(page)
        expect(page.locator("#session-tokens")).not_to_have_text("0 tokens")
        if text == "Hello":
            reset(page)
    expect(page.locator("#session-total")).to_be_visible()
    expect(page.locator("#limits .limit")).to_have_count(4)
    assert overflow(page) == 0
    for part in ("#session-cost", "#session-total", "#reset-costs", "#new-session"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    expect(button(page)).to_be_in_viewport(ratio=1)
    assert faults(page) == []
