"""Texts with a form: names, versions, hashes, references to the environment."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

DnsName = Annotated[str, Field(pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
SemVer = Annotated[
    str,
    Field(
        pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$"
    ),
]
MachineName = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Checksum = Annotated[str, Field(pattern=r"^(sha256|sha512):[a-f0-9]+$")]
Nickname = Annotated[str, Field(pattern=r"^[a-zA-Z][a-zA-Z0-9_-]*$")]
RegistryId = Annotated[str, Field(pattern=r"^ossa://[a-z0-9-]+/[a-z0-9-]+(@[0-9]+\.[0-9]+\.[0-9]+)?$")]
Sha256 = Annotated[str, Field(pattern=r"^sha256:[a-f0-9]{64}$")]
HashText = Annotated[str, Field(pattern=r"^sha(256|384|512):[a-f0-9]+$")]
Did = Annotated[str, Field(pattern=r"^did:ossa:[a-z0-9]{32,64}$")]
Duration = Annotated[str, Field(pattern=r"^[0-9]+(s|m|h)$")]
NameReference = Annotated[str, Field(pattern=r"^[$]\{[A-Za-z_][A-Za-z0-9_]*(?::-[a-zA-Z0-9_-]+)?\}$")]
NumberReference = Annotated[str, Field(pattern=r"^[$]\{[A-Za-z_][A-Za-z0-9_]*(?::-[0-9.]+)?\}$")]
IntegerReference = Annotated[str, Field(pattern=r"^[$]\{[A-Za-z_][A-Za-z0-9_]*(?::-[0-9]+)?\}$")]
Identifier = Annotated[str, Field(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$")]
SourceId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
ChannelName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
SnakeName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Username = Annotated[str, Field(pattern=r"^[a-z0-9_\[\]-]+$")]
EnvVariable = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
ServiceVersion = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+(-[a-zA-Z0-9.]+)?$")]
AdapterType = Annotated[str, Field(pattern=r"^[a-z0-9]+(\.[a-z0-9]+)+$")]
ReleaseVersion = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
LowerName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
