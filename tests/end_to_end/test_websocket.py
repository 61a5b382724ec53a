"""The WebSocket of an exported project, used as `wscat` and a browser would."""

from __future__ import annotations

import pytest
from websockets.exceptions import ConnectionClosed

from tests.fakes import Reply, ToolCall, words
from tests.generated.driving.watching import closed_with_4408
from tests.generated.viewers import receive, receive_until, send, text_of, types_of, websocket


@pytest.fixture
def address(server, session_id):
    return f"{server.websocket_url}/chat/ws?session_id={session_id}"


def test_a_session_from_a_shell_is_answered(address, provider, session_id):
    provider.answer(words(5), Reply(text="second"))
    with websocket(address) as socket:
        connected = receive(socket)
        assert (connected["type"], connected["session_id"]) == ("connected", session_id)
        send(socket, type="message", message="Hello")
        got = receive_until(socket)
        assert types_of(got) == ["llm_start", "token", "llm_end", "done"]
        assert [event["seq"] for event in got] == list(range(1, len(got) + 1))
        send(socket, type="message", message="And again")
        assert receive_until(socket)[-1]["result"] == "second"
    roles = [message["role"] for message in provider.requests[1].body["messages"]]
    assert roles[1:] == ["user", "assistant", "user"]


def test_a_cancel_closes_the_provider_at_once_and_no_tool_starts(address, provider):
    provider.answer(words(100, tokens_per_second=20, tool_calls=(ToolCall("book_table", {"guests": 1}),)))
    with websocket(address) as socket:
        receive(socket)
        send(socket, type="message", message="Hello")
        before = [receive(socket) for _ in range(6)]
        send(socket, type="cancel")
        after = receive_until(socket)
        provider.wait_for(lambda seen: seen[0].disconnected_at is not None)
        last = after[-1]
        assert last["type"] == "cancelled"
        assert provider.requests[0].tokens_sent < 50  # of 100: how soon is measured where nothing else runs
        assert last["result"] == text_of(before + after)
        assert last["cost_summary"]["estimated"] is True
        assert last["cost_summary"]["completion_tokens"] > 0
        assert "tool_start" not in types_of(before + after)
        send(socket, type="ping")
        assert receive(socket)["type"] == "pong"
    assert len(provider.requests) == 1


def test_a_message_while_a_run_is_going_is_refused_and_the_run_goes_on(address, provider):
    provider.answer(words(20, tokens_per_second=40))
    with websocket(address) as socket:
        receive(socket)
        send(socket, type="message", message="one")
        run = receive_until(socket, "token")
        send(socket, type="message", message="two")
        got = receive_until(socket, "error")
        assert got[-1]["error_type"] == "run_in_progress"
        got += receive_until(socket, "done")
        run += [event for event in got if event.get("run_id") == run[0]["run_id"]]
        assert text_of(run) == run[-1]["result"]
    assert len(provider.requests) == 1


def test_leaving_does_not_stop_the_run_and_resuming_misses_nothing(address, provider):
    provider.answer(words(30, tokens_per_second=30))
    with websocket(address) as socket:
        receive(socket)
        send(socket, type="message", message="one")
        before = receive_until(socket, "token")
    with websocket(address) as socket:
        receive(socket)
        send(socket, type="resume", run_id=before[0]["run_id"], after=before[-1]["seq"])
        run = before + receive_until(socket)
    assert [event["seq"] for event in run] == list(range(1, len(run) + 1))
    assert text_of(run) == run[-1]["result"]
    assert provider.requests[0].disconnected_at is None


def test_interrupt_stops_the_run_that_is_going_and_answers_the_new_message(address, provider):
    provider.when("slow", words(500, tokens_per_second=20))
    provider.when("quick", Reply(text="here"))
    with websocket(address) as socket:
        receive(socket)
        send(socket, type="message", message="slow")
        receive_until(socket, "token")
        send(socket, type="message", message="quick", on_busy="interrupt")
        assert receive_until(socket)[-1]["type"] == "cancelled"
        assert receive_until(socket)[-1]["result"] == "here"


@pytest.mark.parametrize("text", ["not json", "[]", '{"type": "nonsense"}', '{"type": "message"}'])
def test_a_bad_message_is_answered_and_then_the_socket_closes_with_4400(address, text):
    with websocket(address) as socket:
        receive(socket)
        socket.send(text)
        assert receive(socket)["type"] == "error"
        with pytest.raises(ConnectionClosed):
            receive(socket)
        assert socket.close_code == 4400


def test_a_foreign_page_is_told_4403(address, provider):
    with websocket(address, origin="https://evil.example") as socket:
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=20)
        assert socket.close_code == 4403
    assert not provider.requests


def test_a_reader_that_never_reads_is_let_go_and_the_run_goes_on(server, provider, session_id):
    piece = "x" * 4000
    provider.answer(Reply(tokens=(piece,) * 4000))
    address = f"{server.websocket_url}/chat/ws?session_id={session_id}"
    with websocket(address, max_queue=1, max_size=None, compression=None) as socket:
        receive(socket)
        send(socket, type="message", message="a lot")
        started = receive(socket)
        provider.wait_for(lambda seen: bool(seen) and seen[0].finished_at is not None, timeout=60)
        closed_with_4408(socket)
    with websocket(address, max_size=None) as socket:
        receive(socket)
        send(socket, type="resume", run_id=started["run_id"], after=3990)
        assert receive_until(socket)[-1]["type"] == "done"
