"""A real browser's EventSource, whose connection is cut in the middle of a run."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS
from tests.fakes import words
from tools.chromium import find_chromium

from .cutting_proxy import cutting_proxy

# It stays a while after the end: EventSource connects again by itself then too.
WATCH = """
(url) => new Promise((resolve) => {
  const seen = [];
  const source = new EventSource(url);
  source.onmessage = (message) => {
    seen.push(JSON.parse(message.data));
    if (seen.at(-1).type === 'done') {
      setTimeout(() => resolve([seen, source.readyState === EventSource.CLOSED]), 3000);
    }
  };
})
"""


def test_a_browser_comes_back_by_itself_and_stops_at_the_end(server, provider, session_id):
    provider.answer(words(30, tokens_per_second=20))
    query = f"message=hello&session_id={session_id}"
    with cutting_proxy(server.port, b'"token":"w9 "') as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/health")
        seen, closed = page.evaluate(WATCH, f"http://127.0.0.1:{port}/chat/stream?{query}")
        browser.close()
    run = [event for event in seen if event["type"] != "connected"]
    assert [event["seq"] for event in run] == list(range(1, len(run) + 1))
    assert len(seen) - len(run) == 2, "it was cut once"
    assert run[-1]["result"] == "".join(words(30).pieces())
    assert closed
    assert len(provider.requests) == 1
