"""Tools in the playground: mocks kept with the agent, people who answer, variables of one session."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playground import answers, card, choose_tool, send, status, wait_for_end


@pytest.fixture
def saved(page: Page) -> Page:
    page.keyboard.press("Control+s")
    expect(page.locator("#revision")).to_have_text("revision 1")
    return page


def test_a_mock_answers_and_is_kept_with_the_agent(saved: Page) -> None:
    choose_tool(saved, "search_help_pages", "mock")
    mock = saved.locator('[data-tool="search_help_pages"]')
    mock.get_by_label("Answer", exact=True).fill("{nothing}")
    mock.get_by_role("button", name="Save mock").click()
    expect(mock.locator(".field-error")).to_contain_text("This is not JSON")
    mock.get_by_label("Answer", exact=True).fill('{"passages": ["Returns take 14 days."]}')
    mock.get_by_role("button", name="Save mock").click()
    expect(mock).to_contain_text("Saved with the agent")
    saved.locator("#tab-chat").click()
    send(saved, "How long do returns take?")
    wait_for_end(saved)
    call = card(saved, "search_help_pages")
    call.locator("summary").click()
    expect(call).to_contain_text("Returns take 14 days.")
    saved.reload()
    saved.locator("#tab-setup").click()
    expect(saved.get_by_label("How search_help_pages answers")).to_have_value("mock")
    expect(mock.get_by_label("Answer", exact=True)).to_have_value('{"passages": ["Returns take 14 days."]}')


def test_a_failing_mock_is_shown_as_a_failure(saved: Page) -> None:
    choose_tool(saved, "hand_over", "mock")
    mock = saved.locator('[data-tool="hand_over"]')
    mock.get_by_label("Answers with").select_option("failure")
    mock.locator("textarea").fill("Nobody is at their desk.")
    mock.get_by_role("button", name="Save mock").click()
    expect(mock).to_contain_text("Saved with the agent")
    saved.locator("#tab-chat").click()
    send(saved, "A person, please")
    wait_for_end(saved)
    expect(card(saved, "hand_over")).to_have_attribute("data-state", "failed")
    expect(card(saved, "hand_over")).to_contain_text("Nobody is at their desk.")


def test_a_run_waits_for_the_person_who_answers_a_call(saved: Page) -> None:
    choose_tool(saved, "search_help_pages", "ask")
    saved.locator("#tab-chat").click()
    send(saved, "Ask me")
    expect(status(saved)).to_have_text("search_help_pages waits for your answer")
    saved.reload()
    call = card(saved, "search_help_pages")
    expect(call).to_have_attribute("data-state", "waiting")
    call.get_by_label("What does search_help_pages answer?").fill("Ask again tomorrow.")
    call.get_by_role("button", name="Send result").click()
    wait_for_end(saved)
    expect(answers(saved).locator(".prose").last).to_contain_text("Ask again tomorrow.")
    expect(call).to_have_attribute("data-state", "done")


def test_a_person_may_answer_with_an_error_or_stop(saved: Page) -> None:
    choose_tool(saved, "search_help_pages", "ask")
    saved.locator("#tab-chat").click()
    send(saved, "Ask me")
    call = card(saved, "search_help_pages")
    call.get_by_label("What does search_help_pages answer?").fill("The index is gone.")
    call.get_by_role("button", name="Send as an error").click()
    expect(call).to_have_attribute("data-state", "failed")
    wait_for_end(saved)
    send(saved, "Ask me once more")
    expect(card(saved, "search_help_pages").last).to_have_attribute("data-state", "waiting")
    saved.keyboard.press("Escape")
    expect(answers(saved).last.locator(".receipt")).to_contain_text("Stopped")
    expect(card(saved, "search_help_pages").last).to_have_attribute("data-state", "stopped")


def test_a_secret_variable_is_typed_for_the_session_and_never_shown_again(saved: Page) -> None:
    saved.locator("#tab-setup").click()
    field = saved.get_by_label("SHOP_API_TOKEN", exact=True)
    expect(field).to_have_attribute("type", "password")
    field.fill("hunter2-hunter2")
    saved.get_by_role("button", name="Set SHOP_API_TOKEN").click()
    expect(field).to_have_value("")
    expect(field).to_have_attribute("placeholder", "set for this session")
    assert "hunter2" not in saved.content()
    saved.get_by_role("button", name="Clear SHOP_API_TOKEN").click()
    expect(field).to_have_attribute("placeholder", "not set")


def test_the_demo_model_says_why_it_answers(saved: Page) -> None:
    saved.locator("#tab-setup").click()
    expect(saved.locator("#model-why")).to_contain_text("OPENAI_API_KEY")
    saved.get_by_label("Answers", exact=True).select_option("demo")
    expect(saved.locator("#model-why")).to_contain_text("You chose the demo model")
