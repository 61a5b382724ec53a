"""A small web API that agents' tools call in tests, and that remembers what it was asked."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit


@dataclass
class ApiRequest:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: str


@dataclass
class ApiServer:
    """Answers every request with what it was asked, as JSON; `/broken` with 500, `/away` with a redirect."""

    requests: list[ApiRequest] = field(default_factory=list)

    def __enter__(self) -> ApiServer:
        seen = self.requests

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                parts = urlsplit(self.path)
                length = int(self.headers.get("content-length", 0))
                asked = ApiRequest(
                    self.command,
                    parts.path,
                    parse_qs(parts.query),
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(length).decode(),
                )
                seen.append(asked)
                status = {"/broken": 500, "/away": 302}.get(parts.path, 200)
                self.send_response(status)
                if status == 302:
                    self.send_header("location", "http://10.0.0.1/secret")
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps({"path": parts.path, "temperature": 21}).encode())

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *_: object) -> None:
                """Keep quiet: a test asserts on `requests`."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.shutdown()
        self.http.server_close()
