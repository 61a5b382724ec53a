"""The MCP servers of a manifest, and how each is reached: a process, an address, or only a name."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.nodes import join_pointer
from exporter.rules.rule import Context

from .reading import at, is_agent
from .tool_entries import ToolEntry, tool_entries

COMMANDS = ("command", "server.command", "config.command", "source.command")
URLS = (
    "url",
    "server.url",
    "config.url",
    "endpoint",
    "server.endpoint",
    "config.endpoint",
    "source.uri",
    "server",
)
NAMES = ("server", "config.server", "server.name", "source.uri")


def mcp_entries(context: Context) -> Iterator[ToolEntry]:
    """The tools of type mcp, and what stands in extensions.mcp.servers, which is written the same way."""
    yield from (entry for entry in tool_entries(context) if entry.kind == "mcp")
    extension = at(context.document.plain, "extensions", "mcp")
    if not is_agent(context) or at(extension, "enabled") is False:
        return
    servers = at(extension, "servers")
    listed = servers if isinstance(servers, list) else []
    for part, server in servers.items() if isinstance(servers, dict) else enumerate(listed):
        if isinstance(server, dict):
            yield ToolEntry(join_pointer("/extensions/mcp/servers", part), server, "mcp")


def command_of(entry: ToolEntry) -> tuple[str, str] | None:
    """Pointer and text of the command; `server: npx -y some-server` is one, `server: a-name` is not."""
    command = entry.setting(*COMMANDS)
    if command is not None:
        return command
    server = entry.setting("server")
    return server if server is not None and len(server[1].split()) > 1 and "://" not in server[1] else None


def url_of(entry: ToolEntry) -> tuple[str, str] | None:
    if command_of(entry) is not None:
        return None
    settings = (entry.setting(place) for place in URLS)
    return next((found for found in settings if found is not None and _is_url(found[1])), None)


def name_of(entry: ToolEntry) -> tuple[str, str] | None:
    """The server's name, where that is all that is known of it."""
    return None if command_of(entry) or url_of(entry) else entry.setting(*NAMES)


def _is_url(text: str) -> bool:
    return text.strip().startswith(("http://", "https://", "${"))
