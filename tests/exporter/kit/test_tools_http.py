"""API tools: where arguments go, what the model gets to read, and what can never happen."""

from __future__ import annotations

import base64
import gzip
import time
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import pytest

from exporter.kit.credentials import HttpAuth, MissingKeyError
from exporter.kit.tools_http import ApiCallError, HttpEndpoint, call_api, fill_url
from tests.exporter.kit.servers import Answer, Seen, Server, serving


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.0/8")
    with serving() as server:
        yield server


async def test_a_get_has_its_arguments_in_path_and_query(server: Server) -> None:
    endpoint = HttpEndpoint("get", server.url("/users/{id}/orders?lang=de"))
    arguments = {"id": "a b/ü?#", "since": 3, "open": True, "tags": ["x", "y&z"], "page": None}
    assert await call_api(endpoint, arguments) == "{}"
    [seen] = server.seen
    assert seen.method == "GET"
    assert seen.path == "/users/a%20b%2F%C3%BC%3F%23/orders?lang=de&since=3&open=true&tags=x&tags=y%26z"
    assert seen.body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
async def test_a_post_has_its_other_arguments_in_a_json_body(server: Server, method: str) -> None:
    endpoint = HttpEndpoint(method, server.url("/users/{id}"))
    await call_api(endpoint, {"id": 7, "name": "Zoë", "nested": {"a": [1, None]}, "left_out": None})
    [seen] = server.seen
    assert (seen.method, seen.path) == (method, "/users/7")
    assert seen.json == {"name": "Zoë", "nested": {"a": [1, None]}}
    assert seen.headers["Content-Type"] == "application/json"


async def test_a_delete_sends_no_body(server: Server) -> None:
    await call_api(HttpEndpoint("DELETE", server.url("/users/{id}")), {"id": 7, "force": False})
    assert (server.seen[0].path, server.seen[0].body) == ("/users/7?force=false", b"")


@pytest.mark.parametrize(
    ("auth", "secret", "header", "value"),
    [
        (HttpAuth("bearer", "API_TOKEN"), "abc123", "Authorization", "Bearer abc123"),
        (
            HttpAuth("basic", "API_TOKEN"),
            "me:pa:ss",
            "Authorization",
            "Basic " + base64.b64encode(b"me:pa:ss").decode(),
        ),
        (HttpAuth("api_key", "API_TOKEN", "X-Api-Key"), "abc123", "X-Api-Key", "abc123"),
    ],
)
async def test_the_credential_comes_from_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch, auth: HttpAuth, secret: str, header: str, value: str
) -> None:
    endpoint = HttpEndpoint("GET", server.url("/"), {"X-Fixed": "yes"}, auth)
    with pytest.raises(MissingKeyError, match='"API_TOKEN" is not set'):
        await call_api(endpoint, {})
    assert server.seen == []
    monkeypatch.setenv("API_TOKEN", secret)
    await call_api(endpoint, {})
    assert server.seen[0].headers[header] == value
    assert server.seen[0].headers["X-Fixed"] == "yes"


@pytest.mark.parametrize("value", ["..", ".", "", "../admin", "a/../../admin", "..\\admin", "a/.."])
def test_a_path_parameter_never_steps_up(value: str) -> None:
    with pytest.raises(ApiCallError, match=r'"id" cannot be'):
        fill_url("https://api.example.com/users/{id}/x", {"id": value})


@pytest.mark.parametrize("values", [{"a": ".", "b": "."}, {"a": "x", "b": "/.."}])
def test_two_parameters_do_not_step_up_together(values: dict[str, str]) -> None:
    with pytest.raises(ApiCallError, match="cannot be"):
        fill_url("https://api.example.com/users/{a}{b}/x", values)


@pytest.mark.parametrize(
    "value",
    ["evil.com", "@evil.com", "//evil.com/", ":80@evil.com", "%2e%2e", "x?y=1", "x#y", "\r\nHost: evil.com"],
)
def test_no_argument_changes_host_or_query(value: str) -> None:
    url, rest = fill_url("https://api.example.com/{id}/end?fixed=1", {"id": value, "other": 1})
    assert url.host == "api.example.com"
    assert url.query == b"fixed=1"
    assert url.path == f"/{value}/end"
    assert url.raw_path.count(b"/") == 2
    assert rest == {"other": 1}


@pytest.mark.parametrize(
    "template",
    [
        "https://{host}/x",
        "https://api.{host}.com/x",
        "https://me:pw@api.example.com/x",
        "file:///etc/passwd",
        "//api.example.com/x",
        "",
    ],
)
async def test_an_address_without_a_fixed_host_is_refused(template: str) -> None:
    with pytest.raises(ApiCallError, match="fixed host"):
        await call_api(HttpEndpoint("GET", template), {"host": "evil.com"})


async def test_a_missing_path_parameter_is_said(server: Server) -> None:
    with pytest.raises(ApiCallError, match='"id" is missing'):
        await call_api(HttpEndpoint("GET", server.url("/{id}")), {"id": None})
    assert server.seen == []


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", "a\nb", "a\0b"])
async def test_a_header_cannot_be_smuggled_in(
    server: Server, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    with pytest.raises(ApiCallError):
        await call_api(HttpEndpoint("GET", server.url("/"), {"X-Manifest": text}), {})
    if "\0" not in text:  # which no environment variable can hold
        monkeypatch.setenv("API_TOKEN", text)
        with pytest.raises(MissingKeyError, match="no header may have"):
            await call_api(HttpEndpoint("GET", server.url("/"), auth=HttpAuth("bearer", "API_TOKEN")), {})
    assert server.seen == []


async def test_json_is_told_without_its_white_space(server: Server) -> None:
    server.answer = lambda seen: Answer(body='{\n  "a": [1, 2],\n  "b": "Zoë \\ud800"\n}')
    assert await call_api(HttpEndpoint("GET", server.url()), {}) == '{"a":[1,2],"b":"Zoë ?"}'


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(body="ü".encode("latin-1"), headers={"Content-Type": "text/plain; charset=latin-1"}), "ü"),
        (Answer(body=b"\xff", headers={"Content-Type": "text/html"}), "\N{REPLACEMENT CHARACTER}"),
        (Answer(body="{broken", headers={"Content-Type": "application/problem+json"}), "{broken"),
        (
            Answer(body=b"\x89PNG", headers={"Content-Type": "image/png"}),
            "The server answered with 4 bytes of image/png, which is not text.",
        ),
        (Answer(status=204, body=b""), "The server answered without text."),
    ],
)
async def test_other_answers_are_told_as_text(server: Server, answer: Answer, expected: str) -> None:
    server.answer = lambda seen: answer
    assert await call_api(HttpEndpoint("GET", server.url()), {}) == expected


async def test_a_long_answer_is_cut_and_says_so(server: Server) -> None:
    server.answer = lambda seen: Answer(body="x" * 60_000, headers={"Content-Type": "text/plain"})
    text = await call_api(HttpEndpoint("GET", server.url()), {})
    assert text.startswith("x" * 50_000 + "…")
    assert text.endswith("(the first 50000 of 60000 characters)")


async def test_an_endless_answer_is_not_read_to_its_end(server: Server) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 10_000

    server.answer = lambda seen: Answer(headers={"Content-Type": "text/plain"}, chunks=endless)
    with pytest.raises(ApiCallError, match="larger than 100000 bytes"):
        await call_api(HttpEndpoint("GET", server.url(), max_bytes=100_000), {})


async def test_a_compressed_answer_is_refused_unread(server: Server) -> None:
    """A thousand bytes of it could be a million, and of some encodings a thousand million."""
    bomb = gzip.compress(b"x" * 1_000_000)
    headers = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
    server.answer = lambda seen: Answer(body=bomb, headers=headers)
    with pytest.raises(ApiCallError, match="compressed"):
        await call_api(HttpEndpoint("GET", server.url()), {})
    assert server.seen[0].headers["Accept-Encoding"] == "identity"


def redirect_with(seen: Seen, answer: Answer) -> Answer:
    """To a small answer, with this as its own body."""
    if seen.path == "/end":
        return Answer()
    return replace(answer, status=302, headers={**answer.headers, "Location": "/end"})


async def test_the_body_of_a_redirect_is_not_read_to_its_end(server: Server) -> None:
    def long() -> Iterator[bytes]:
        yield from (b"x" * 100_000 for _ in range(200))

    server.answer = lambda seen: redirect_with(seen, Answer(headers={}, chunks=long))
    with pytest.raises(ApiCallError, match="larger than 100000 bytes"):
        await call_api(HttpEndpoint("GET", server.url(), max_bytes=100_000), {})
    assert [seen.path for seen in server.seen] == ["/"]


async def test_the_body_of_a_redirect_is_not_unpacked(server: Server) -> None:
    bomb = Answer(body=gzip.compress(b"x" * 1_000_000), headers={"Content-Encoding": "gzip"})
    server.answer = lambda seen: redirect_with(seen, bomb)
    with pytest.raises(ApiCallError, match="compressed"):
        await call_api(HttpEndpoint("GET", server.url()), {})


async def test_the_time_limit_is_for_the_whole_answer(server: Server) -> None:
    def dripping() -> Iterator[bytes]:
        while True:
            time.sleep(0.05)
            yield b"x"

    server.answer = lambda seen: Answer(headers={"Content-Type": "text/plain"}, chunks=dripping)
    with pytest.raises(ApiCallError, match=r"did not answer completely within 0\.3 s"):
        await call_api(HttpEndpoint("GET", server.url(), timeout=0.3), {})


async def test_an_error_is_told_with_its_status_and_without_the_credential(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(seen: Seen) -> Answer:
        return Answer(422, "bad city; you sent " + seen.headers["Authorization"], {})

    monkeypatch.setenv("API_TOKEN", "top-secret-token")
    server.answer = refuse
    with pytest.raises(ApiCallError) as failed:
        await call_api(HttpEndpoint("GET", server.url(), auth=HttpAuth("bearer", "API_TOKEN")), {})
    assert f"422 {HTTPStatus(422).phrase}" in str(failed.value)
    assert "bad city" in str(failed.value)
    assert "top-secret-token" not in str(failed.value)


async def test_a_private_address_is_refused_unless_it_is_allowed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OUTBOUND_ALLOW")
    with pytest.raises(ApiCallError, match="OUTBOUND_ALLOW"):
        await call_api(HttpEndpoint("GET", server.url()), {})
    assert server.seen == []


async def test_nobody_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.1")
    with serving() as gone:
        url = gone.url()
    with pytest.raises(ApiCallError, match=r'The request to "127\.0\.0\.1" failed'):
        await call_api(HttpEndpoint("GET", url), {})


async def test_arguments_of_any_name_are_sent_as_they_are(server: Server) -> None:
    arguments: dict[str, Any] = {"class": "x", "a-b": 1, "": "e", "ключ": "я"}
    await call_api(HttpEndpoint("POST", server.url()), arguments)
    assert server.seen[0].json == arguments
