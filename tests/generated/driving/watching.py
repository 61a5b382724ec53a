"""Viewers that leave and come back, that are two, and that never read."""

from __future__ import annotations

import socket as sockets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.fakes import Reply, words
from tests.generated.viewers import Event, Frame, frames, receive, receive_until, send, text_of

from .drive import Drive

# More than the buffers between server and viewer hold. In few pieces: LangChain puts the chunks of some
# providers together by copying all that came before, which for thousands of large ones takes ten seconds.
FLOOD = Reply(tokens=("x" * 64_000,) * 250)
NEAR_THE_END = 245


def comes_back_by_event_source(drive: Drive) -> None:
    """As EventSource does: with the id of the last event, and again after the end."""
    message, session = "read in pieces", drive.session("event-source")
    drive.provider.when(message, words(30, tokens_per_second=40))
    seen: list[Frame] = []
    while not seen or seen[-1].event["type"] != "done":
        last = {"Last-Event-ID": str(seen[-1].id)} if seen else {}
        with drive.stream(message, session, **last) as response:
            assert response.status_code == 200, response.read()
            seen += some_events(response, 12)
    check_whole(drive, message, [frame.event for frame in seen])
    with drive.stream(message, session, **{"Last-Event-ID": str(seen[-1].id)}) as response:
        assert response.status_code == 204
    assert len(drive.asked(message)) == 1


def some_events(response: httpx.Response, most: int) -> Iterator[Frame]:
    run = (frame for frame in frames(response.iter_lines()) if frame.id and frame.event)
    for _, frame in zip(range(most), run, strict=False):
        yield frame


def resumes_over_websocket(drive: Drive) -> None:
    message, session = "read on by socket", drive.session("resumed")
    drive.provider.when(message, words(20, tokens_per_second=40))
    with drive.socket(session) as socket:
        send(socket, type="message", message=message)
        got = receive_until(socket, "token")
    with drive.socket(session) as socket:
        send(socket, type="resume", run_id=got[0]["run_id"], after=got[-1]["seq"])
        check_whole(drive, message, got + receive_until(socket))


def check_whole(drive: Drive, message: str, run: list[Event]) -> None:
    """Every event once and in order, of one request."""
    assert [event["seq"] for event in run] == list(range(1, len(run) + 1))
    assert text_of(run) == run[-1]["result"]
    assert len(drive.asked(message)) == 1


def keeps_two_sessions_apart(drive: Drive) -> None:
    drive.provider.when("mine", words(10, tokens_per_second=40))
    drive.provider.when("yours", Reply(tokens=("x ",) * 10, tokens_per_second=40))
    with ThreadPoolExecutor(2) as pool:
        mine = pool.submit(drive.run, "mine one", drive.session("mine"))
        yours = pool.submit(drive.run, "yours one", drive.session("yours"))
    assert text_of(mine.result()) == "".join(words(10).pieces())
    assert text_of(yours.result()) == "x " * 10
    drive.run("mine two", drive.session("mine"))
    assert ("mine one" in drive.told_about("mine two")) is drive.variant.remembers
    assert "yours" not in drive.told_about("mine two")


def lets_go_of_a_reader_that_never_reads(drive: Drive) -> None:
    """The run goes on to its end; whoever asks for the rest gets it."""
    message, session = "more than anybody reads", drive.session("never-reads")
    drive.provider.when(message, FLOOD)
    if drive.variant.websocket_path is None:
        never_reads_events(drive, message, session)
    else:
        never_reads_its_socket(drive, message, session)
    [request] = drive.asked(message)
    assert request.disconnected_at is None


def never_reads_its_socket(drive: Drive, message: str, session: str) -> None:
    with drive.socket(session, max_queue=1, max_size=None, compression=None) as socket:
        send(socket, type="message", message=message)
        started = receive(socket)
        wait_for_the_end(drive, message)
        closed_with_4408(socket)
    with drive.socket(session, max_size=None) as socket:
        send(socket, type="resume", run_id=started["run_id"], after=NEAR_THE_END)
        assert receive_until(socket)[-1]["type"] == "done"


def closed_with_4408(socket: ClientConnection) -> None:
    """Reads what is left in the pipe after having read nothing for longer than a send may take, 5 s."""
    time.sleep(6.5)
    with pytest.raises(ConnectionClosed):
        while True:
            socket.recv(timeout=30)
    assert socket.close_code in {4408, 1006}


def never_reads_events(drive: Drive, message: str, session: str) -> None:
    """A plain socket: an HTTP client would read ahead."""
    query = httpx.QueryParams({"message": message, "session_id": session})
    with sockets.create_connection(("127.0.0.1", drive.server.port)) as connection:
        connection.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
        head = f"GET {drive.variant.sse_path}?{query} HTTP/1.1\r\nHost: 127.0.0.1:{drive.server.port}\r\n\r\n"
        connection.sendall(head.encode())
        got = b""
        while b":0\n" not in got:
            got += connection.recv(4096)
        run_id = got.decode().partition("id: ")[2].partition(":0")[0]
        wait_for_the_end(drive, message)
        rest = drive.get(f"/chat/runs/{run_id}/stream", params={"after": NEAR_THE_END})
    assert '"type":"done"' in rest.text


def wait_for_the_end(drive: Drive, message: str) -> None:
    def ended(_: object) -> bool:
        return any(request.finished_at or request.disconnected_at for request in drive.asked(message))

    drive.provider.wait_for(ended, timeout=60)
