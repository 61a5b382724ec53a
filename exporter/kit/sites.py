"""Which site a request belongs to: the page that sent it (`Origin`), the name it was sent to (`Host`).

Headers are any mapping that finds them by their names in lower case.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from .errors import AgentError

STANDARD_PORTS = {"http": ":80", "https": ":443"}


def check_origin(headers: Mapping[str, str], allowed: tuple[str, ...]) -> None:
    """Refuse what a page of another site sent. Neither header comes from curl or from servers."""
    origin = headers.get("origin")
    if origin is not None and ("*" in allowed or origin in allowed):
        return
    foreign = origin is not None and not _is_same(origin, headers.get("host", ""))
    if foreign or headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        message = "Pages of other sites may not do this; CORS settings can allow their origin."
        raise AgentError(message, error_type="foreign_origin", status=403)


def _is_same(origin: str, host: str) -> bool:
    """Compared without the scheme: a proxy that ends TLS makes the two differ."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    port = STANDARD_PORTS.get(parts.scheme, "")
    return bool(parts.netloc) and parts.netloc.lower().removesuffix(port) == host.lower().removesuffix(port)


def check_host(scope: Mapping[str, Any], headers: Mapping[str, str], allowed: tuple[str, ...]) -> None:
    """Refuse other names than this machine's own on a connection within this machine.

    The owner of a name can let it lead to 127.0.0.1, and a page under that name then is no other site to the
    browser. An address in place of a name cannot be led anywhere.
    """
    server = scope.get("server")
    if server is None or not is_loopback(server[0]):
        return
    name = _name_of(headers.get("host", ""))
    if (
        "*" in allowed
        or name in ("", "localhost", *allowed)
        or name.endswith(".localhost")
        or _is_address(name)
    ):
        return
    message = "This server does not go by that name; ALLOWED_HOSTS can list it."
    raise AgentError(message, error_type="foreign_host", status=403)


def _name_of(host: str) -> str:
    """Without the port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower().removesuffix(".")


def is_loopback(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
