"""References to the environment in tools, and where arguments of a request go."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from exporter.kit.credentials import HttpAuth, MissingKeyError, auth_headers, required_variable
from exporter.kit.environment import fill_in
from exporter.kit.outbound import AllowList
from exporter.kit.tools_http import ApiCallError, HttpEndpoint, call_api
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
    with pytest.raises(MissingKeyError, match="HOST_NAME") as missing:
        fill_in("https://${HOST_NAME}/")
    assert missing.value.variable == "HOST_NAME"


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


def test_an_environment_that_is_given_is_the_only_one_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "the server's own")
    given = {"TOKEN": "theirs"}
    auth = HttpAuth("bearer", "TOKEN")
    assert fill_in("${TOKEN}/${OTHER:-x}", given) == "theirs/x"
    assert required_variable("TOKEN", "a token", given) == "theirs"
    assert auth_headers(auth, "a token", given) == {"Authorization": "Bearer theirs"}
    assert fill_in("${TOKEN:-nothing}", {}) == "nothing"
    for ask in (
        lambda: fill_in("${TOKEN}", {}),
        lambda: required_variable("TOKEN", "a token", {}),
        lambda: auth_headers(auth, "a token", {}),
    ):
        with pytest.raises(MissingKeyError, match='"TOKEN" is not set') as missing:
            ask()
        assert missing.value.variable == "TOKEN"


async def test_a_request_takes_its_address_headers_and_credential_from_the_environment_it_is_given(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_ADDRESS", address)
    monkeypatch.setenv("TOKEN", "the server's own")
    auth = HttpAuth("api_key", "TOKEN", "X-Token")
    given = {"API_ADDRESS": address, "TOKEN": "theirs"}
    by_auth = HttpEndpoint("POST", "${API_ADDRESS}/", auth=auth)
    by_header = HttpEndpoint("POST", "${API_ADDRESS}/", {"X-Token": "${TOKEN}"})
    for endpoint in (by_auth, by_header):
        assert json.loads(await call_api(endpoint, {}, environment=given))["token"] == "theirs"
        for absent in given:
            rest = {name: value for name, value in given.items() if name != absent}
            with pytest.raises(MissingKeyError) as missing:
                await call_api(endpoint, {}, environment=rest)
            assert missing.value.variable == absent


async def test_a_request_goes_where_the_allow_list_it_is_given_lets_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = HttpEndpoint("POST", address)
    with pytest.raises(ApiCallError, match="private or special address"):
        await call_api(endpoint, {}, allow=AllowList(()))
    monkeypatch.delenv("OUTBOUND_ALLOW")
    with pytest.raises(ApiCallError, match="private or special address"):
        await call_api(endpoint, {}, environment={"OUTBOUND_ALLOW": "127.0.0.1"})
    assert await call_api(endpoint, {}, allow=AllowList(["127.0.0.1"]))


async def test_an_mcp_server_has_its_address_from_the_environment_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FILES_MCP_URL", "http://127.0.0.1:9/mcp")
    servers = [McpServerSettings(name="files", transport="http", url="${FILES_MCP_URL}")]
    assert await load_mcp_tools(servers, environment={}) == []
