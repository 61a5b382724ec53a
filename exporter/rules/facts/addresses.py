"""Where a URL leads, as far as its text tells; nothing is resolved."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

METADATA_HOSTS = frozenset(
    {"169.254.169.254", "fd00:ec2::254", "100.100.100.200", "metadata.google.internal", "metadata"}
)
PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".svc", ".cluster.local")
SECRET_QUERY_KEYS = frozenset(
    {
        "api_key",
        "apikey",
        "api-key",
        "key",
        "token",
        "access_token",
        "secret",
        "client_secret",
        "password",
        "sig",
    }
)


@dataclass(frozen=True)
class Address:
    """A URL in the parts that the rules judge."""

    scheme: str
    host: str
    has_credentials: bool
    is_metadata: bool
    is_private: bool


def parse_address(url: str) -> Address | None:
    """The address of an absolute URL; None where it is none, or the host is known only at run time."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".").lower()
        query = parse_qsl(parts.query, max_num_fields=100)
    except ValueError:
        return None
    if not parts.scheme or not host or any(mark in host for mark in "${}"):
        return None
    literal = _literal(host)
    metadata = host in METADATA_HOSTS or (literal is not None and str(literal) in METADATA_HOSTS)
    return Address(
        scheme=parts.scheme.lower(),
        host=host,
        has_credentials=(parts.password is not None and "${" not in parts.password) or _secret_query(query),
        is_metadata=metadata,
        is_private=_is_private(host, literal),
    )


def _secret_query(query: list[tuple[str, str]]) -> bool:
    return any(
        name.lower() in SECRET_QUERY_KEYS and len(value) >= 8 and "{" not in value for name, value in query
    )


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address a host is, also in the old spellings (2130706433, 0x7f.1) that clients accept."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if not host[0].isdigit():
            return None
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _is_private(host: str, literal: ipaddress.IPv4Address | ipaddress.IPv6Address | None) -> bool:
    if literal is not None:
        return not literal.is_global
    # A name without a dot is a service of the same network.
    return "." not in host or host.endswith(PRIVATE_SUFFIXES)
