"""How other agents reach this one."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section


class A2AEndpoints(ClosedSection):
    """Addresses by protocol."""

    http: str | None = Field(None, description="Over HTTP.")
    grpc: str | None = Field(None, description="Over gRPC.")
    websocket: str | None = Field(None, description="Over WebSocket.")


class A2AEndpoint(Section):
    """One address."""

    url: str | None = Field(None, description="The address.")
    agentId: str | None = Field(None, description="The agent behind it.")
    capabilities: list[str] | None = Field(None, description="What it can do.")
    priority: int | None = Field(None, description="Which is tried first.")


class A2AAuthentication(Section):
    """How other agents sign in."""

    methods: list[Literal["mtls", "bearer", "oidc", "api_key", "none"]] | None = Field(
        None, description="In which ways."
    )
    type: str | None = Field(None, description="In which way.")


class A2AEncryption(Section):
    """How the connection is encrypted."""

    tlsRequired: bool | None = Field(None, description="Whether it must be.")
    minTlsVersion: Literal["1.2", "1.3"] | None = Field(None, description="Least version of TLS.")
    cipherSuites: list[str] | None = Field(None, description="Ciphers that are allowed.")


class A2AExtension(Section):
    """How other agents reach this one."""

    endpoints: A2AEndpoints | list[A2AEndpoint] | None = Field(None, description="Its addresses.")
    authentication: list[Literal["mtls", "bearer", "oidc", "api_key", "none"]] | A2AAuthentication | None = (
        Field(None, description="How others sign in.")
    )
    encryption: A2AEncryption | None = Field(None, description="How the connection is encrypted.")
