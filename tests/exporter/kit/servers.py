"""Real HTTP servers for tests of the kit, in threads, on ports that the system chooses."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)


@dataclass
class Answer:
    """What the server sends; `chunks` may be endless."""

    status: int = 200
    body: bytes | str = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    chunks: Callable[[], Iterator[bytes]] | None = None


@dataclass
class Server:
    """`answer` may be replaced by the test; `seen` grows."""

    port: int
    scheme: str = "http"
    seen: list[Seen] = field(default_factory=list)
    answer: Callable[[Seen], Answer] = lambda seen: Answer()

    def url(self, path: str = "", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


class Handler(BaseHTTPRequestHandler):
    """Tells the test what came and sends what the test wants."""

    server: Listening

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        seen = Seen(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
        self.server.told.seen.append(seen)
        self.reply(self.server.told.answer(seen))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any

    def reply(self, answer: Answer) -> None:
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.chunks is None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # the client may have heard enough
            for chunk in answer.chunks() if answer.chunks else [body]:
                self.wfile.write(chunk)
                self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Tests say what they saw themselves."""


class Listening(ThreadingHTTPServer):
    daemon_threads = True
    told: Server


@contextmanager
def serving(
    answer: Callable[[Seen], Answer] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """An HTTP server, for as long as the block lasts."""
    http = Listening(("127.0.0.1", 0), Handler)
    if tls is not None:
        http.socket = tls.wrap_socket(http.socket, server_side=True)
    server = http.told = Server(http.server_port, "http" if tls is None else "https")
    if answer is not None:
        server.answer = answer
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
