"""Tools that are one HTTP request: where each argument goes, what comes back, what went wrong."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

import httpx

from .credentials import HttpAuth, auth_headers
from .environment import fill_in
from .errors import AgentError
from .outbound import AllowList, AnswerRefusedError, OutboundRefusedError, guarded_client

CONNECT_TIMEOUT = 5.0
MAX_CHARACTERS = 50_000
MAX_ERROR_CHARACTERS = 300
IN_THE_QUERY = frozenset({"GET", "HEAD", "DELETE"})
READABLE = ("json", "xml", "javascript", "yaml", "x-www-form-urlencoded")
PARAMETER = re.compile(r"\{([^{}]+)\}")
REFUSALS = (OutboundRefusedError, AnswerRefusedError, httpx.HTTPError, httpx.InvalidURL, ValueError)


class ApiCallError(AgentError):
    """The request failed; the message goes to the model and the user and holds no credential."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="api_call_failed", status=502)


@dataclass(frozen=True)
class HttpEndpoint:
    """One request. `{name}` in `url` is filled from the arguments, `${NAME}` from the environment.

    What is left over goes where `places` says, else into the query of a GET or DELETE, or a JSON body.
    `timeout` is in seconds, for all of it; `max_bytes` is for each answer, redirects too.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    auth: HttpAuth | None = None
    timeout: float = 30.0
    max_bytes: int = 1_000_000
    places: Mapping[str, Literal["query", "header", "body"]] = field(default_factory=dict)


async def call_api(
    endpoint: HttpEndpoint,
    arguments: Mapping[str, Any],
    *,
    environment: Mapping[str, str] | None = None,
    allow: AllowList | None = None,
) -> str:
    """The answer as text for the model. An argument that is None counts as not given.

    Variables are those of `environment`, else of this process; hosts those of `allow`, else OUTBOUND_ALLOW's.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    url, rest = fill_url(fill_in(endpoint.url, environment), given)
    method = endpoint.method.upper()
    query, header, content = _placed(endpoint, rest)
    fixed = {name: fill_in(text, environment) for name, text in endpoint.headers.items()}
    secret = auth_headers(endpoint.auth, f"the credential for {url.host}", environment)
    headers = {**{name: _plain(value) for name, value in header.items()}, **fixed, **secret}
    wait = httpx.Timeout(None, connect=CONNECT_TIMEOUT)
    if query:
        url = url.copy_merge_params({name: _query_value(value) for name, value in query.items()})
    try:
        guarded = guarded_client(allow=allow, headers=headers, timeout=wait, max_bytes=endpoint.max_bytes)
        async with asyncio.timeout(endpoint.timeout), guarded as client:
            response = await client.request(method, url, json=content or None)
    except TimeoutError:
        raise ApiCallError(f'"{url.host}" did not answer completely within {endpoint.timeout:g} s.') from None
    except REFUSALS as error:
        reason = _without_secrets(str(error), headers) or type(error).__name__
        raise ApiCallError(f'The request to "{url.host}" failed: {reason}') from None
    text = _text_of(response)
    if response.is_error:
        status = f"{response.status_code} {response.reason_phrase}"
        excerpt = _without_secrets(text, headers)[:MAX_ERROR_CHARACTERS]
        raise ApiCallError(f"The server answered {status}: {excerpt or 'nothing more'}")
    return text or "The server answered without text."


def _placed(endpoint: HttpEndpoint, rest: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The arguments that are not part of the address: query, headers, body."""
    usual = "query" if endpoint.method.upper() in IN_THE_QUERY else "body"
    placed: dict[str, dict[str, Any]] = {"query": {}, "header": {}, "body": {}}
    for name, value in rest.items():
        placed[endpoint.places.get(name, usual)][name] = value
    return placed["query"], placed["header"], placed["body"]


def fill_url(template: str, arguments: Mapping[str, Any]) -> tuple[httpx.URL, dict[str, Any]]:
    """The URL with its `{name}` parameters filled in, and the arguments that are left over.

    A value can only ever be a piece of the path or query it stands in: never another host, never a step up.
    """
    rest = dict(arguments)

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name not in arguments:
            raise ApiCallError(f'"{name}" is missing: it is part of the address.')
        rest.pop(name, None)
        text = _plain(arguments[name])
        if text in ("", ".", "..") or re.search(r"(^|[/\\])\.{1,2}([/\\]|$)", text):
            raise ApiCallError(f'"{name}" cannot be {text!r}: it is part of the address.')
        return quote(text, safe="")

    authority = re.match(r"https?://[^/?#\\]+", template)
    if authority is None or set("{}@") & set(authority[0]):
        raise ApiCallError("The address needs http:// or https:// and a fixed host, without credentials.")
    filled = PARAMETER.sub(fill, template[authority.end() :])
    return httpx.URL(authority[0] + filled), rest


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, separators=(",", ":"))
    return str(value)


def _query_value(value: Any) -> str | list[str]:
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else _plain(value)


def _text_of(response: httpx.Response) -> str:
    body = response.content
    kind = response.headers.get("content-type", "text/plain").split(";")[0].strip().lower()
    if body and not kind.startswith("text/") and not kind.endswith(READABLE):
        return f"The server answered with {len(body)} bytes of {kind}, which is not text."
    text = body.decode(response.charset_encoding or "utf-8", errors="replace")
    if kind.endswith("json"):
        with suppress(ValueError):
            # Without its white space JSON costs the model fewer tokens.
            compact = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
            text = compact.encode(errors="replace").decode()
    if len(text) > MAX_CHARACTERS:
        return f"{text[:MAX_CHARACTERS]}… (the first {MAX_CHARACTERS} of {len(text)} characters)"
    return text


def _without_secrets(text: str, headers: Mapping[str, str]) -> str:
    """Servers like to repeat a wrong key in their answer."""
    for value in headers.values():
        for part in (value, value.split(" ")[-1]):
            if len(part) >= 6:
                text = text.replace(part, "***")
    return text
