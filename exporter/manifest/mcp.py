"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.functions import ParameterSchema
from exporter.manifest.section import ClosedSection, Section


class MCPExtension(ClosedSection):
    """MCPExtension."""

    enabled: bool | None = Field(None, description="")
    server_type: Literal["stdio", "http", "sse"] | None = Field(None, description="")
    server_name: str | None = Field(None, description="")
    tools: list[MCPTool] | None = Field(None, description="")
    resources: list[MCPResource] | None = Field(None, description="")
    prompts: list[MCPPrompt] | None = Field(None, description="")


class MCPTool(Section):
    """MCPTool."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="")
    description: str | None = Field(None, description="")
    input_schema: ParameterSchema | None = Field(None, description="")
    inputSchema: ParameterSchema | None = Field(None, description="")


class MCPResource(ClosedSection):
    """MCPResource."""

    REQUIRED = ("uri", "name",)

    uri: str | None = Field(None, description="")
    name: str | None = Field(None, description="")
    description: str | None = Field(None, description="")
    mimeType: str | None = Field(None, description="")
    metadata: dict[str, Any] | None = Field(None, description="")


class MCPPrompt(ClosedSection):
    """MCPPrompt."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="")
    description: str | None = Field(None, description="")
    arguments: list[MCPPromptArgument] | None = Field(None, description="")


class MCPPromptArgument(ClosedSection):
    """MCPPromptArgument."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="")
    description: str | None = Field(None, description="")
    required: bool | None = Field(None, description="")

