"""Texts with a form: names, versions, hashes, references to the environment."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field


def form(pattern: str, words: str) -> Any:
    """A text that matches a pattern; the words say the same to people."""
    return Field(pattern=pattern, json_schema_extra={"x-form": words})


DnsName = Annotated[
    str, form(r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", 'lower-case letters, digits and hyphens, as in "my-agent"')
]
NUMBER = r"(0|[1-9]\d*)"
PRE_RELEASE = r"(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
SEM_VER = (
    rf"^{NUMBER}\.{NUMBER}\.{NUMBER}(?:-({PRE_RELEASE}(?:\.{PRE_RELEASE})*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$"
)
SemVer = Annotated[str, form(SEM_VER, 'a version of three numbers, as in "1.4.0"')]
MachineName = Annotated[
    str, form(r"^[a-z0-9_]+$", 'lower-case letters, digits and underscores, as in "my_agent"')
]
Checksum = Annotated[str, form(r"^(sha256|sha512):[a-f0-9]+$", 'a hash, as in "sha256:…" or "sha512:…"')]
Nickname = Annotated[
    str,
    form(r"^[a-zA-Z][a-zA-Z0-9_-]*$", "letters, digits, hyphens and underscores, beginning with a letter"),
]
RegistryId = Annotated[
    str,
    form(
        r"^ossa://[a-z0-9-]+/[a-z0-9-]+(@[0-9]+\.[0-9]+\.[0-9]+)?$",
        'an address in a registry, as in "ossa://team/agent@1.0.0"',
    ),
]
Sha256 = Annotated[str, form(r"^sha256:[a-f0-9]{64}$", '"sha256:" and 64 hexadecimal digits')]
HashText = Annotated[str, form(r"^sha(256|384|512):[a-f0-9]+$", 'a hash, as in "sha256:…"')]
Did = Annotated[
    str, form(r"^did:ossa:[a-z0-9]{32,64}$", '"did:ossa:" and 32 to 64 lower-case letters or digits')
]
Duration = Annotated[str, form(r"^[0-9]+(s|m|h)$", 'a number with "s", "m" or "h", as in "30s"')]
NameReference = Annotated[
    str,
    form(r"^[$]\{[A-Za-z_][A-Za-z0-9_]*(?::-[a-zA-Z0-9_-]+)?\}$", 'a reference such as "${NAME:-default}"'),
]
NumberReference = Annotated[
    str, form(r"^[$]\{[A-Za-z_][A-Za-z0-9_]*(?::-[0-9.]+)?\}$", 'a reference such as "${NAME:-0.7}"')
]
IntegerReference = Annotated[
    str, form(r"^[$]\{[A-Za-z_][A-Za-z0-9_]*(?::-[0-9]+)?\}$", 'a reference such as "${NAME:-100}"')
]
Identifier = Annotated[
    str,
    form(
        r"^[a-zA-Z_][a-zA-Z0-9_]*$",
        "an identifier: letters, digits and underscores, not beginning with a digit",
    ),
]
SourceId = Annotated[
    str, form(r"^[a-z][a-z0-9-]*$", "lower-case letters, digits and hyphens, beginning with a letter")
]
ChannelName = Annotated[
    str,
    form(
        r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$",
        'lower-case words with dots between them, as in "orders.created"',
    ),
]
SnakeName = Annotated[
    str, form(r"^[a-z][a-z0-9_]*$", "lower-case letters, digits and underscores, beginning with a letter")
]
Username = Annotated[
    str, form(r"^[a-z0-9_\[\]-]+$", "lower-case letters, digits, hyphens, underscores and brackets")
]
EnvVariable = Annotated[
    str, form(r"^[A-Z][A-Z0-9_]*$", "capital letters, digits and underscores, beginning with a letter")
]
ServiceVersion = Annotated[
    str, form(r"^[0-9]+\.[0-9]+\.[0-9]+(-[a-zA-Z0-9.]+)?$", 'a version of three numbers, as in "1.4.0"')
]
AdapterType = Annotated[
    str,
    form(
        r"^[a-z0-9]+(\.[a-z0-9]+)+$",
        'lower-case words with dots between them, as in "storage.s3"',
    ),
]
ReleaseVersion = Annotated[
    str, form(r"^[0-9]+\.[0-9]+\.[0-9]+$", 'a version of three numbers, as in "1.4.0"')
]
LowerName = Annotated[
    str,
    form(
        r"^[a-z][a-z0-9_-]*$", "lower-case letters, digits, hyphens and underscores, beginning with a letter"
    ),
]
# What people write where OSSA says nothing: also `${NAME:default}`, and any default.
Reference = Annotated[
    str,
    form(r"^\$\{[A-Za-z_][A-Za-z0-9_]*(?::[^}]*)?\}$", 'a reference such as "${NAME:-default}"'),
]
# What the official schema accepts, slip and all: its `^A|B$` binds A only in front and B only behind.
# One character before the slash is as good as many to a search, and keeps it linear.
ApiVersion = Annotated[
    str,
    form(
        r"^ossa/v(?:0\.4|0\.3|0\.2\.[2-9]|1)|[a-zA-Z0-9.-]/v[a-zA-Z0-9.]+$",
        'a version such as "ossa/v0.4"',
    ),
]
