"""What the agent can do: one function per tool. Write the bodies of those that raise NotImplementedError."""

from __future__ import annotations

from credentials import HttpAuth
from tool_arguments import AgentTool
from tools_mcp import McpServerSettings

TOOLS: list[AgentTool] = []

MCP_SERVERS: list[McpServerSettings] = [
    McpServerSettings(
        name="files",
        transport="stdio",
        command="npx",
        args=("-y", "server-files"),
        env={"ROOT": "${ROOT:-/srv}"},
    ),
    McpServerSettings(
        name="wiki",
        transport="http",
        url="https://wiki.example.com/mcp",
        auth=HttpAuth(kind="bearer", variable="WIKI_TOKEN"),
        allowed=("find",),
    ),
]
