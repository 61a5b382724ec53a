"""Tools of type mcp, and extensions.mcp.servers → the MCP servers to connect to, each of them once."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from exporter.agent_plan import EnvRef, EnvText, McpServer

from .addresses import as_written, is_web_address, web_address
from .auth import plan_auth
from .http_tools import plan_headers
from .parameters import PLACES as SCHEMA_PLACES
from .place import Place

COMMANDS = ("command", "server.command", "config.command", "source.command")
ARGUMENTS = ("args", "server.args", "config.args")
URLS = ("url", "server.url", "config.url", "endpoint", "server.endpoint", "config.endpoint", "source.uri")
SERVERS = ("server", "config.server", "server.name", "source.uri")
TRANSPORTS = ("transport.protocol", "transport.type", "transport", "server.transport", "config.transport")
STDIO = {"stdio": "stdio", "process": "stdio"}
HTTP = {"http": "http", "https": "http", "sse": "http", "streamable_http": "http", "streamablehttp": "http"}
TOOL_NAME = re.compile(r"[A-Za-z0-9_.:/-]{1,128}")


@dataclass(frozen=True)
class McpEntry:
    """A tool of the manifest, with its name in the project and as it is written; or a whole server."""

    place: Place
    name: str
    original_name: str
    is_server: bool = False


def plan_mcp_servers(entries: Sequence[McpEntry]) -> tuple[McpServer, ...]:
    """The first entry of a server says how to reach it; `allowed` is what all its entries name."""
    servers: dict[object, list[tuple[McpEntry, McpServer]]] = {}
    for entry in entries:
        server = _server(entry)
        servers.setdefault(_address(server), []).append((entry, server))
    planned: list[McpServer] = []
    for group in servers.values():
        named = [_named_tools(entry, alone=len(group) == 1) for entry, _ in group]
        allowed = dict.fromkeys(name for names in named if names is not None for name in names)
        planned.append(replace(group[0][1], allowed=None if None in named else tuple(allowed)))
    return tuple(planned)


def _address(server: McpServer) -> object:
    return (server.transport, server.command, server.args, server.url)


def _server(entry: McpEntry) -> McpServer:
    place, name = entry.place, entry.name
    if entry.is_server:
        place["type"].mark("metadata", "its address or its command says so already")
        place["resources"].mark_below("unsupported", "the agent uses the tools of a server, nothing else")
        place["prompts"].mark_below("unsupported", "the agent uses the tools of a server, nothing else")
    else:
        place.first("type", "source.type").mark("honoured")
    command = _command(place)
    if command:
        return McpServer(
            name=name,
            path=place.pointer,
            transport="stdio",
            command=command[0],
            args=tuple(command[1:]),
            env=_environment(place.first("env", "server.env", "config.env")),
        )
    return McpServer(
        name=name,
        path=place.pointer,
        transport="http",
        url=_url(place) or _named_server(place, name),
        headers=plan_headers(place.first("headers", "server.headers", "config.headers")),
        auth=plan_auth(place, name),
    )


def _command(place: Place) -> list[str]:
    """A command with its arguments. `server: npx -y some-server` is one, `server: a-name` is not."""
    written = place.first(*COMMANDS)
    if not written.exists and isinstance(place["server"].value, str) and _is_command(place["server"].value):
        written = place["server"]
    text = written.word()
    if text is None:
        return []
    words = _split(text)
    if not words or not all(word.isprintable() for word in words):
        written.mark("unsupported", "no command that can be run")
        return []
    arguments = place.first(*ARGUMENTS)
    return [*words, *(word for entry in arguments.items() if (word := entry.word()) is not None)]


def _is_command(text: str) -> bool:
    return len(text.split()) > 1 and "://" not in text


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return []


def _url(place: Place) -> str | EnvRef | EnvText | None:
    for path in (*URLS, "server"):
        written = place.at(path)
        if isinstance(written.value, str) and is_web_address(written.value.strip()):
            place.first(*TRANSPORTS)
            return web_address(written)
    return None


def _named_server(place: Place, name: str) -> EnvRef:
    """A server that the manifest only names: its address comes from the environment."""
    written = place.first(*SERVERS)
    server = written.value if isinstance(written.value, str) else name
    server = re.sub(r"^[a-z]+://", "", server)
    variable = re.sub(r"[^A-Z0-9]+", "_", server.upper()).strip("_") or name.upper()
    variable = f"{variable if variable.endswith('MCP') else variable + '_MCP'}_URL"
    variable = variable if variable[0].isalpha() else f"MCP_{variable}"
    written.mark("honoured", f"only a name: set {variable} to the server's address")
    return EnvRef(variable)


def listed_servers(extension: Place) -> list[tuple[str | None, Place]]:
    """What extensions.mcp.servers lists, or maps from names, each with its name."""
    servers = extension["servers"]
    named = [(_name(place) or key, place) for key, place in servers.fields().items() if place.is_mapping]
    return named + [(_name(place), place) for place in servers.items() if place.is_mapping]


def _name(place: Place) -> str | None:
    name = place["name"].value
    return name if isinstance(name, str) else None


def _environment(section: Place) -> dict[str, str | EnvRef | EnvText]:
    environment: dict[str, str | EnvRef | EnvText] = {}
    for name, place in section.fields().items():
        text = place.text()
        if text is not None and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and "\x00" not in text:
            environment[name] = as_written(text)
        else:
            place.mark("unsupported", "no environment variable")
    return environment


def _named_tools(entry: McpEntry, alone: bool) -> list[str] | None:
    """The tools that an entry means: those it lists, else the one it describes, else all of the server's."""
    place = entry.place
    listed = place.first("toolNames", "tool_names", "capabilities", "tools")
    names = [name for item in listed.items() if (name := _tool_name(item)) is not None]
    if names:
        return names
    described: Any = place.first(*SCHEMA_PLACES)
    described.mark_below("unsupported", "the server itself says which arguments its tools take")
    place["description"].mark("unsupported", "the server itself describes its tools")
    if entry.is_server:
        return None
    if described.exists or not alone:
        return [entry.original_name]
    return None


def _tool_name(item: Place) -> str | None:
    place = item["name"] if item.is_mapping else item
    item.mark_below("unsupported", "the server itself describes its tools")
    name = place.word()
    if name is None or not TOOL_NAME.fullmatch(name):
        place.mark("unsupported", "no name of a tool")
        return None
    return name
