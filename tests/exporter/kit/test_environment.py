"""References to the environment in tools, and where arguments of a request go."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from exporter.kit.credentials import MissingKeyError
from exporter.kit.environment import fill_in
from exporter.kit.tools_http import HttpEndpoint, call_api
from exporter.kit.tools_mcp import McpServerSettings, check_mcp_servers, load_mcp_tools


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = {"path": self.path, "token": self.headers["X-Token"], "body": json.loads(body or b"null")}
        answer = json.dumps(asked).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the test's output quiet."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_references_are_filled_in_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST_NAME", "api.example.com")
    monkeypatch.delenv("PROJECT", raising=False)
    assert fill_in("https://${HOST_NAME}/${PROJECT:-demo}/${PROJECT:x}/{id}") == (
        "https://api.example.com/demo/x/{id}"
    )


def test_a_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOST_NAME", raising=False)
    with pytest.raises(MissingKeyError, match="HOST_NAME"):
        fill_in("https://${HOST_NAME}/")


async def test_each_argument_goes_where_the_manifest_says(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_ADDRESS", address)
    endpoint = HttpEndpoint(
        method="POST",
        url="${API_ADDRESS}/users/{id}",
        places={"page": "query", "X-Token": "header", "name": "body"},
    )
    arguments = {"id": "7", "page": 2, "X-Token": "t", "name": "Ada", "other": True}
    assert json.loads(await call_api(endpoint, arguments)) == {
        "path": "/users/7?page=2",
        "token": "t",
        "body": {"name": "Ada", "other": True},
    }


async def test_an_mcp_server_that_is_only_named_is_left_out_until_it_has_an_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FILES_MCP_URL", raising=False)
    servers = [McpServerSettings(name="files", transport="http", url="${FILES_MCP_URL}")]
    assert await load_mcp_tools(servers) == []
    with pytest.raises(MissingKeyError, match="FILES_MCP_URL"):
        await check_mcp_servers(servers)
