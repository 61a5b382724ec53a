"""The only door to the addresses a manifest asks for: public ones, and those that OUTBOUND_ALLOW lists."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from functools import cache
from ssl import SSLContext
from typing import Any

import httpx

from .errors import AgentError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_REDIRECTS = 5
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Not for machines on the internet either; not every release of Python knows.
SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "::/96")))
# What may follow a redirect to another host: nothing that a manifest or the environment put there.
HARMLESS_HEADERS = frozenset(
    {"accept", "accept-encoding", "content-type", "content-length", "transfer-encoding", "user-agent"}
)


class OutboundRefusedError(AgentError):
    """The address is not one this project may connect to."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="address_refused", status=503)


class AnswerRefusedError(AgentError):
    """A server sent more than it may, or something whose size nobody can tell."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="answer_refused", status=502)


OnRefusal = Callable[[AnswerRefusedError], Awaitable[None]]


class AllowList:
    """Hosts and networks beyond the public internet, listed in a setting: `db.local, 10.1.0.0/16`."""

    def __init__(self, entries: Iterable[str], setting: str = "OUTBOUND_ALLOW") -> None:
        self.setting = setting
        self._hosts: set[str] = set()
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for entry in filter(None, (entry.strip().lower() for entry in entries)):
            try:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                self._hosts.add(entry.rstrip("."))

    @classmethod
    def from_environment(cls) -> AllowList:
        return cls(os.environ.get("OUTBOUND_ALLOW", "").split(","))

    def permits(self, host: str, address: Address) -> bool:
        if host.lower().rstrip(".") in self._hosts:
            return True
        return any(address in network for network in self._networks) or is_public(address)


def is_public(address: Address) -> bool:
    """Whether the address is a machine on the public internet; IPv4 written as IPv6 counts as IPv4."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or address.is_site_local:
            return False
    if any(address in network for network in SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


async def resolve(host: str, port: int) -> list[Address]:
    """Every address of a name, in the order in which the system would try them."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise httpx.ConnectError(f'The name "{host}" cannot be resolved.') from error
    return [ipaddress.ip_address(str(address[0]).split("%")[0]) for *_, address in found]


class GuardedTransport(httpx.AsyncBaseTransport):
    """Resolves a name once, refuses it unless every address is allowed, and connects to what it has checked.

    The name stays what TLS verifies and what the server reads in `Host`. There is one pool of connections for
    each name, because two names may share an address and must not share a verified connection.

    Any client of httpx may have it, one each: a transport knows where the credentials of its client belong.
    With `max_bytes` a larger answer breaks off with AnswerRefusedError, and a compressed one is not read. It
    limits one response: a stream that stays open may send so much over all its time. `on_refusal` is awaited
    first, for clients that read answers where nobody hears of an error.
    """

    def __init__(
        self,
        allow: AllowList,
        verify: SSLContext | None = None,
        max_bytes: int | None = None,
        on_refusal: OnRefusal | None = None,
    ) -> None:
        self._allow = allow
        self._verify = verify
        self._max_bytes = max_bytes
        self._on_refusal = on_refusal
        self._home: httpx.URL | None = None
        self._pools: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.scheme not in ("http", "https"):
            raise OutboundRefusedError(f'"{request.url.scheme}" is not http or https.')
        self._leave_credentials_at_home(request)
        if self._max_bytes is None:
            return await self._send(request)
        request.headers["Accept-Encoding"] = "identity"
        response = await self._send(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise await self._refusal("The answer is compressed, which was not asked for.")
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _LimitedStream(response.stream, self._max_bytes, self._refusal)
        return response

    async def _send(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        addresses = await self._checked_addresses(request.url)
        pool = self._pools.get(host)
        if pool is None:
            pool = self._pools[host] = httpx.AsyncHTTPTransport(verify=self._verify or public_tls())
        for address in addresses[:-1]:
            # A name may have an IPv6 address that this machine has no way to.
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await pool.handle_async_request(_aimed_at(request, address))
        return await pool.handle_async_request(_aimed_at(request, addresses[-1]))

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    async def _checked_addresses(self, url: httpx.URL) -> list[Address]:
        port = url.port or (443 if url.scheme == "https" else 80)
        addresses = await resolve(url.host, port)
        for address in addresses:
            if not self._allow.permits(url.host, address):
                raise OutboundRefusedError(
                    f'"{url.host}" is a private or special address. '
                    f"List it in {self._allow.setting} if it is meant."
                )
        return addresses

    async def _refusal(self, message: str) -> AnswerRefusedError:
        error = AnswerRefusedError(message)
        if self._on_refusal is not None:
            await self._on_refusal(error)
        return error

    def _leave_credentials_at_home(self, request: httpx.Request) -> None:
        if self._home is None:
            self._home = request.url
            return
        home, url = self._home, request.url
        if home.scheme == "https" and url.scheme != "https":
            raise OutboundRefusedError("The server redirects from https to http.")
        if (home.host, home.port, home.scheme) != (url.host, url.port, url.scheme):
            for name in set(request.headers) - HARMLESS_HEADERS - {"host"}:
                del request.headers[name]


def guarded_client(
    *,
    allow: AllowList | None = None,
    headers: dict[str, str] | None = None,
    timeout: httpx.Timeout | float | None = 30.0,
    verify: SSLContext | None = None,
    max_bytes: int | None = None,
    on_refusal: OnRefusal | None = None,
    **options: Any,
) -> httpx.AsyncClient:
    """A client for one server: the first request says where the credentials belong.

    It asks for answers that are not compressed: a few of their bytes could become gigabytes here. Without
    `allow` it is OUTBOUND_ALLOW that lists what may be reached beyond the internet.
    """
    allow = AllowList.from_environment() if allow is None else allow
    return httpx.AsyncClient(
        transport=GuardedTransport(allow, verify, max_bytes, on_refusal),
        headers={"Accept-Encoding": "identity", **(headers or {})},
        timeout=timeout,
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        trust_env=False,
        **options,
    )


@cache
def public_tls() -> SSLContext:
    """One context for all clients: making one takes a quarter of a second."""
    return httpx.create_ssl_context()


def _aimed_at(request: httpx.Request, address: Address) -> httpx.Request:
    extensions = {**request.extensions, "sni_hostname": request.url.host}
    url = request.url.copy_with(host=str(address))
    return httpx.Request(
        request.method, url, headers=request.headers, stream=request.stream, extensions=extensions
    )


class _LimitedStream(httpx.AsyncByteStream):
    def __init__(
        self,
        stream: httpx.AsyncByteStream,
        max_bytes: int,
        refusal: Callable[[str], Awaitable[AnswerRefusedError]],
    ) -> None:
        self._stream = stream
        self._max_bytes = max_bytes
        self._refusal = refusal

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            if size > self._max_bytes:
                raise await self._refusal(f"The answer is larger than {self._max_bytes} bytes.")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
