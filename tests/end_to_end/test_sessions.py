"""Conversations of an exported project: apart from each other, remembered, listed, forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.fakes import Reply, words
from tests.generated.viewers import stream_events, text_of


def chat(server, session_id, message, **more):
    body = {"message": message, "session_id": session_id, **more}
    return httpx.post(f"{server.url}/chat", json=body, timeout=30)


def said_to(provider, text):
    """The messages of the request whose last user message is `text`, as one string."""
    [request] = [request for request in provider.requests if request.text == text]
    return str(request.body["messages"])


def test_two_sessions_at_once_never_see_each_other(server, provider, session_id):
    provider.when("mine", words(20, tokens_per_second=40))
    provider.when("yours", Reply(tokens=("x ",) * 20, tokens_per_second=40))
    with ThreadPoolExecutor(2) as pool:
        mine = pool.submit(stream_events, server.url, "mine one", f"{session_id}-a")
        yours = pool.submit(stream_events, server.url, "yours one", f"{session_id}-b")
    assert text_of(mine.result()).startswith("w0 w1")
    assert text_of(yours.result()) == "x " * 20
    stream_events(server.url, "mine two", f"{session_id}-a")
    stream_events(server.url, "yours two", f"{session_id}-b")
    assert "mine one" in said_to(provider, "mine two")
    assert "yours" not in said_to(provider, "mine two")
    assert "yours one" in said_to(provider, "yours two")
    assert "mine" not in said_to(provider, "yours two")


def test_twenty_sessions_at_once_are_all_answered(server, provider, session_id):
    provider.always(words(10, tokens_per_second=20))
    with ThreadPoolExecutor(20) as pool:
        runs = [
            pool.submit(stream_events, server.url, "hello", f"{session_id}-{number}") for number in range(20)
        ]
    assert {text_of(run.result()) for run in runs} == {"".join(words(10).pieces())}


def test_a_session_is_listed_shown_and_forgotten(server, provider, session_id):
    provider.answer(Reply(text="noted"))
    chat(server, session_id, "remember me")
    assert session_id in httpx.get(f"{server.url}/sessions").text
    shown = httpx.get(f"{server.url}/sessions/{session_id}").text
    assert "remember me" in shown
    assert "noted" in shown
    assert httpx.delete(f"{server.url}/sessions/{session_id}").status_code in {200, 204}
    assert httpx.get(f"{server.url}/sessions/{session_id}").status_code == 404
    assert session_id not in httpx.get(f"{server.url}/sessions").text
    chat(server, session_id, "who am I")
    assert "remember me" not in said_to(provider, "who am I")


def test_a_message_while_a_run_is_going_is_a_409_that_names_the_run(server, provider, session_id):
    provider.answer(words(60, tokens_per_second=30))
    with httpx.Client(timeout=30) as client:
        query = {"message": "one", "session_id": session_id}
        with client.stream("GET", f"{server.url}/chat/stream", params=query) as response:
            run_id = next(line for line in response.iter_lines() if line.startswith("id: "))[4:].partition(
                ":"
            )[0]
            refused = chat(server, session_id, "two")
            assert refused.status_code == 409
            assert run_id in refused.text
            assert client.post(f"{server.url}/chat/runs/{run_id}/cancel").status_code == 202
            assert client.post(f"{server.url}/chat/runs/{run_id}/cancel").status_code == 202
    assert len(provider.requests) == 1


def test_the_same_client_message_id_twice_is_one_run(server, provider, session_id):
    first = chat(server, session_id, "once", client_message_id="m-1")
    second = chat(server, session_id, "once", client_message_id="m-1")
    assert first.status_code == second.status_code == 200
    assert first.json()["run_id"] == second.json()["run_id"]
    assert len(provider.requests) == 1


def test_a_foreign_page_commands_nothing(server, provider, session_id):
    query = {"message": "hello", "session_id": session_id}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert httpx.get(f"{server.url}/chat/stream", params=query, headers=headers).status_code == 403
        assert httpx.post(f"{server.url}/chat", json=query, headers=headers).status_code == 403
        assert httpx.post(f"{server.url}/cost-summary/reset", headers=headers).status_code == 403
    assert not provider.requests
