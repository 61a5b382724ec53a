"""A run as a real browser's EventSource sees it, its connection cut in the middle."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS
from tests.end_to_end.cutting_proxy import cutting_proxy
from tests.fakes import words
from tools.chromium import find_chromium

ANSWER = words(30, tokens_per_second=20)
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


def watch_with_one_cut(port: int, stream: str, page_path: str) -> None:
    """`stream` answers with ANSWER; each event comes once, in order, and then the browser asks no more."""
    with cutting_proxy(port, b'"token":"w9 "') as cut_port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{cut_port}{page_path}")
        seen, closed = page.evaluate(WATCH, f"http://127.0.0.1:{cut_port}{stream}")
        browser.close()
    run = [event for event in seen if event["type"] != "connected"]
    assert [event["seq"] for event in run] == list(range(1, len(run) + 1))
    assert len(seen) - len(run) == 2, "it was cut once"
    assert run[-1]["result"] == "".join(ANSWER.pieces())
    assert closed
