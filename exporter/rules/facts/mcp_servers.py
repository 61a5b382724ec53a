"""How an MCP tool reaches its server: a process to start, an address, or only a name."""

from __future__ import annotations

from .tool_entries import ToolEntry

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
