"""Who may command this server: the API key, its cookie for browsers, and no page of another site."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import AgentError
from .rate_limit import RateLimit
from .sites import check_host, check_origin

COOKIE = "agent_access"
COOKIE_SECONDS = 12 * 3600
MAX_BODY = 2_000_000
OPEN_PATHS = frozenset({"/health", "/auth"})
UNCOUNTED_PATHS = frozenset({"/health", "/docs", "/openapi.json"})
# No HTTP status: the server closes its sockets because it stops.
GOING_AWAY = 1001
CLOSE_CODES = {
    GOING_AWAY: 1001,
    401: 4401,
    403: 4403,
    404: 4404,
    413: 4413,
    422: 4400,
    408: 4408,
    429: 4429,
    503: 4429,
}


@dataclass(frozen=True)
class Access:
    """The rules."""

    api_key: SecretStr | None
    origins: tuple[str, ...]
    rate_limit: RateLimit | None
    hosts: tuple[str, ...] = ()

    def check_key(self, headers: Headers) -> None:
        if self.api_key is None:
            return
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.is_key(given.strip()):
            return
        if self._is_cookie(headers.get("cookie", "")):
            return
        message = "This server wants its API_KEY: send it as `Authorization: Bearer …`."
        raise AgentError(message, error_type="unauthorized", status=401)

    def is_key(self, given: str) -> bool:
        return self.api_key is not None and hmac.compare_digest(given.encode("latin-1"), self._secret)

    @property
    def _secret(self) -> bytes:
        return b"" if self.api_key is None else self.api_key.get_secret_value().encode()

    def make_cookie(self) -> str:
        """Proves that its owner knew the key, without holding it."""
        expires = str(int(time.time()) + COOKIE_SECONDS)
        return f"{expires}.{self._sign(expires)}"

    def _sign(self, expires: str) -> str:
        return hmac.new(self._secret, f"{COOKIE}:{expires}".encode(), hashlib.sha256).hexdigest()

    def _is_cookie(self, header: str) -> bool:
        try:
            morsel = SimpleCookie(header).get(COOKIE)
        except CookieError:
            return False
        expires, _, signature = (morsel.value if morsel else "").partition(".")
        if not (expires.isascii() and expires.isdigit() and int(expires) > time.time()):
            return False
        return hmac.compare_digest(signature.encode(), self._sign(expires).encode())

    def check_site(self, headers: Headers) -> None:
        check_origin(headers, self.origins)

    def check_name(self, scope: Scope, headers: Headers) -> None:
        """With a key there is nothing to fear: a page that came by another name does not have the cookie."""
        if self.api_key is None:
            check_host(scope, headers, self.hosts)

    def check_rate(self, scope: Scope) -> None:
        if self.rate_limit is not None:
            client = scope.get("client")
            self.rate_limit.take(client[0] if client else "")


class AccessMiddleware:
    """Asks the rules before anything else sees the request."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        try:
            self._check(scope)
        except AgentError as error:
            await refuse(error, scope, receive, send)
            return
        await self.app(scope, limit_body(receive) if scope["type"] == "http" else receive, send)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        path, method = scope["path"], scope.get("method", "")
        self.access.check_name(scope, headers)
        if path not in OPEN_PATHS:
            self.access.check_key(headers)
        if scope["type"] == "websocket" or method not in {"GET", "HEAD", "OPTIONS"}:
            self.access.check_site(headers)
        # Stopping a run, and coming back to one, has to work when nothing else does.
        resumes = path.startswith("/chat/runs/") or "last-event-id" in headers
        if path not in UNCOUNTED_PATHS and not resumes:
            self.access.check_rate(scope)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            raise _too_large()


def _too_large() -> AgentError:
    return AgentError(f"The request is larger than {MAX_BODY} bytes.", error_type="too_large", status=413)


def limit_body(receive: Receive) -> Receive:
    """For bodies that do not say how long they are."""
    size = 0

    async def limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MAX_BODY:
            raise HTTPException(
                413, "The request is too large."
            )  # the one kind that FastAPI lets through here
        return message

    return limited


async def refuse(error: AgentError, scope: Scope, receive: Receive, send: Send) -> None:
    """A JSON answer; a socket is accepted and closed with a code: browsers show nothing else."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        code = CLOSE_CODES.get(error.status, 4500)
        await send({"type": "websocket.close", "code": code, "reason": error.message[:120]})
        return
    body = json.dumps(error.as_dict()).encode()
    headers: list[tuple[bytes, bytes]] = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        *error_headers(error),
    ]
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def error_headers(error: AgentError) -> list[tuple[bytes, bytes]]:
    named: dict[str, Any] = {}
    if "retry_after" in error.details:
        named["retry-after"] = error.details["retry_after"]
    if error.status == 401:
        named["www-authenticate"] = "Bearer"
    return [(name.encode(), str(value).encode()) for name, value in named.items()]
