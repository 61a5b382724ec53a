"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section


class A2AEndpoints(ClosedSection):
    """A2AEndpoints."""

    http: str | None = Field(None, description="")
    grpc: str | None = Field(None, description="")
    websocket: str | None = Field(None, description="")


class A2AEndpoint(Section):
    """A2AEndpoint."""

    url: str | None = Field(None, description="")
    agentId: str | None = Field(None, description="")
    capabilities: list[str] | None = Field(None, description="")
    priority: int | None = Field(None, description="")


class A2AAuthentication(Section):
    """A2AAuthentication."""

    methods: list[Literal["mtls", "bearer", "oidc", "api_key", "none"]] | None = Field(None, description="")
    type: str | None = Field(None, description="")


class A2AExtensionEncryption(Section):
    """A2AExtensionEncryption."""

    tlsRequired: bool | None = Field(None, description="")
    minTlsVersion: Literal["1.2", "1.3"] | None = Field(None, description="")
    cipherSuites: list[str] | None = Field(None, description="")


class A2AExtension(Section):
    """A2AExtension."""

    endpoints: A2AEndpoints | list[A2AEndpoint] | None = Field(None, description="")
    authentication: list[Literal["mtls", "bearer", "oidc", "api_key", "none"]] | A2AAuthentication | None = Field(None, description="")
    encryption: A2AExtensionEncryption | None = Field(None, description="")

