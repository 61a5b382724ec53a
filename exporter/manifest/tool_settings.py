"""What users write in a tool and OSSA leaves open: servers, settings, credentials."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from exporter.manifest.section import Section
from exporter.manifest.text import Reference


class ToolServer(Section):
    """An MCP server."""

    name: str | None = Field(None, description="Its name.")
    transport: str | None = Field(None, description='How it is reached: "stdio" or "http".')
    command: str | None = Field(None, description="Program that is started, for stdio.")
    args: list[str] | None = Field(None, description="Arguments of the program.")
    env: dict[str, str] | None = Field(None, description='Its environment; give secrets as "${VARIABLE}".')
    url: str | None = Field(None, description="Its address, for http.")
    headers: dict[str, Any] | None = Field(None, description='Its headers; give secrets as "${VARIABLE}".')
    tools: list[Any] | None = Field(None, description="Its tools that the agent may call; without this, all.")


class ToolConfig(Section):
    """Settings of a tool."""

    server: str | ToolServer | None = Field(None, description="MCP server that has the tool.")
    endpoint: str | None = Field(None, description="Address of the request.")
    method: str | None = Field(None, description="HTTP method of the request.")
    headers: dict[str, Any] | None = Field(None, description="Headers of the request.")
    timeout: float | str | None = Field(None, description='Seconds it may take, or a text as in "30s".')
    command: str | None = Field(None, description="Program that is started, for an MCP server over stdio.")
    args: list[str] | None = Field(None, description="Arguments of the program.")
    env: dict[str, str] | None = Field(None, description='Its environment; give secrets as "${VARIABLE}".')
    max_bytes: int | Reference | None = Field(None, description="Longest answer that is read.")


class ToolAuth(Section):
    """How to sign in."""

    type: str | None = Field(None, description='As in "bearer", "basic", "api_key" or "none".')
    credentials: str | None = Field(None, description="Environment variable that holds the credential.")
    header: str | None = Field(None, description="Header that carries it, for api_key.")
    scopes: list[str] | None = Field(None, description="What it is good for.")
