"""What an agent offers over the Model Context Protocol."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.functions import ParameterSchema
from exporter.manifest.section import FORBIDDEN, ClosedSection, Section
from exporter.manifest.tool_settings import ToolServer


class MCPExtension(ClosedSection):
    """What an agent offers over MCP."""

    enabled: bool | None = Field(None, description="Whether it does.")
    server_type: Literal["stdio", "http", "sse"] | None = Field(None, description="How it is reached.")
    server_name: str | None = Field(None, description="Name of the server.")
    tools: list[MCPTool] | None = Field(None, description="Its tools.")
    resources: list[MCPResource] | None = Field(None, description="Its resources.")
    prompts: list[MCPPrompt] | None = Field(None, description="Its prompts.")

    servers: list[ToolServer] | dict[str, ToolServer] | None = Field(
        None,
        json_schema_extra=FORBIDDEN,
        description='MCP servers that the agent uses. OSSA wants a tool of type "mcp" for each.',
    )


class MCPTool(Section):
    """A tool."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="Its name.")
    description: str | None = Field(None, description="What it does.")
    input_schema: ParameterSchema | None = Field(None, description="Its arguments, as JSON Schema.")
    inputSchema: ParameterSchema | None = Field(None, description="Its arguments, as JSON Schema.")


class MCPResource(ClosedSection):
    """Something that can be read."""

    REQUIRED = (
        "uri",
        "name",
    )

    uri: str | None = Field(None, description="Its address.")
    name: str | None = Field(None, description="Its name.")
    description: str | None = Field(None, description="What it is.")
    mimeType: str | None = Field(None, description="Its media type.")
    metadata: dict[str, Any] | None = Field(None, description="Anything else about it.")


class MCPPrompt(ClosedSection):
    """A prompt."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="Its name.")
    description: str | None = Field(None, description="What it is for.")
    arguments: list[MCPPromptArgument] | None = Field(None, description="What it is given.")


class MCPPromptArgument(ClosedSection):
    """What a prompt is given."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="Its name.")
    description: str | None = Field(None, description="What it means.")
    required: bool | None = Field(None, description="Whether it must be given.")
