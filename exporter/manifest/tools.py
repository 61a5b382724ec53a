"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import DnsName, Sha256


class ToolHandler(Section):
    """ToolHandler."""

    runtime: str | None = Field(None, description="")
    capability: str | None = Field(None, description="")


class Tool(Section):
    """Tool."""

    REQUIRED = ("type",)

    type: Literal["mcp", "browser", "kubernetes", "http", "api", "grpc", "function", "a2a", "webhook", "schedule", "pipeline", "workflow", "artifact", "git-commit", "ci-status", "comment", "library", "custom"] | None = Field(None, description="")
    name: str | None = Field(None, description="")
    description: str | None = Field(None, description="")
    handler: ToolHandler | None = Field(None, description="")
    capabilities: list[Capability] | None = Field(None, description="")


class Capability(Section):
    """Capability."""

    REQUIRED = ("name", "type",)

    name: DnsName | None = Field(None, description="")
    type: Literal["tool", "expert", "infrastructure", "agent"] | None = Field(None, description="")
    description: str | None = Field(None, description="")
    metadata: dict[str, Any] | None = Field(None, description="")
    available: bool | None = Field(None, description="")
    version: str | None = Field(None, description="")
    fingerprint: Sha256 | None = Field(None, description="")

