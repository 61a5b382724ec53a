"""What an agent may call, and what users write for it beyond OSSA's schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from exporter.manifest.section import KEPT, OPEN, Section, words
from exporter.manifest.text import DnsName, Sha256
from exporter.manifest.tool_settings import ToolAuth, ToolConfig, ToolServer

ToolType = Annotated[
    str,
    words(
        "function",
        "mcp",
        "http",
        "api",
        "browser",
        "kubernetes",
        "grpc",
        "a2a",
        "webhook",
        "schedule",
        "pipeline",
        "workflow",
        "artifact",
        "git-commit",
        "ci-status",
        "comment",
        "library",
        "custom",
    ),
]


class ToolHandler(Section):
    """What answers a call, outside of the manifest."""

    runtime: str | None = Field(None, description="Where it runs.")
    capability: str | None = Field(None, description="Which capability it uses.")


class Tool(Section):
    """Something that an agent may call."""

    REQUIRED = ("type",)

    type: ToolType | None = Field(
        None,
        json_schema_extra=KEPT,
        description='How it works: "function" is your own code, "http" a request, "mcp" a server.',
    )
    name: str | None = Field(None, description="Its name, as the chat model sees it.")
    description: str | None = Field(
        None, description="What it does and when to use it; the chat model decides by this."
    )
    handler: ToolHandler | None = Field(None, description="What answers a call.")
    capabilities: list[Capability] | None = Field(None, description="What it can do.")

    parameters: dict[str, Any] | list[Any] | None = Field(
        None, json_schema_extra=OPEN, description="Its arguments, as JSON Schema."
    )
    input_schema: dict[str, Any] | None = Field(
        None, json_schema_extra=OPEN, description="Its arguments, as JSON Schema."
    )
    inputSchema: dict[str, Any] | None = Field(
        None, json_schema_extra=OPEN, description="Its arguments, as JSON Schema."
    )
    endpoint: str | None = Field(
        None, json_schema_extra=OPEN, description='Address of the request; "{name}" stands for an argument.'
    )
    method: str | None = Field(None, json_schema_extra=OPEN, description="HTTP method of the request.")
    headers: dict[str, Any] | None = Field(
        None, json_schema_extra=OPEN, description="Headers of the request."
    )
    server: str | ToolServer | None = Field(
        None,
        json_schema_extra=OPEN,
        description="MCP server that has the tool: its address, or how it is started.",
    )
    config: ToolConfig | None = Field(None, json_schema_extra=OPEN, description="Settings of the tool.")
    auth: ToolAuth | None = Field(
        None, json_schema_extra=OPEN, description="How to sign in; credentials come from the environment."
    )


class Capability(Section):
    """One thing that a tool can do."""

    REQUIRED = (
        "name",
        "type",
    )

    name: DnsName | None = Field(None, description="Its name.")
    type: Literal["tool", "expert", "infrastructure", "agent"] | None = Field(
        None, description="Kind of capability."
    )
    description: str | None = Field(None, description="What it does.")
    metadata: dict[str, Any] | None = Field(None, description="Anything else about it.")
    available: bool | None = Field(None, description="Whether it can be used now.")
    version: str | None = Field(None, description="Its version.")
    fingerprint: Sha256 | None = Field(None, description="Hash of what answers it.")
