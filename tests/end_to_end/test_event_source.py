"""A real browser's EventSource, whose connection is cut in the middle of a run."""

from __future__ import annotations

from .event_source import ANSWER, watch_with_one_cut


def test_a_browser_comes_back_by_itself_and_stops_at_the_end(server, provider, session_id):
    provider.answer(ANSWER)
    watch_with_one_cut(server.port, f"/chat/stream?message=hello&session_id={session_id}", "/health")
    assert len(provider.requests) == 1
