"""spec.tools, spec.functions and extensions.mcp.servers → what the chat model may call."""

from __future__ import annotations

from dataclasses import dataclass

from exporter.agent_plan import FunctionTool, HttpTool, McpServer
from exporter.rules.facts.tool_names import name_tools

from .http_tools import plan_http_tool
from .mcp import McpEntry, listed_servers, plan_mcp_servers
from .parameters import plan_parameters
from .place import Place


@dataclass(frozen=True)
class PlannedTools:
    tools: tuple[FunctionTool | HttpTool, ...]
    mcp_servers: tuple[McpServer, ...]


def plan_tools(spec: Place, mcp_extension: Place) -> PlannedTools:
    entries = [
        (place, section)
        for section in ("tools", "functions")
        for place in _entries(spec[section])
        if place.is_mapping
    ]
    servers = listed_servers(mcp_extension)
    # One namespace: a server's name is put before names of its tools that are taken. Tools come first.
    names = name_tools([*(_written_name(place) for place, _ in entries), *(name for name, _ in servers)])
    tools: list[FunctionTool | HttpTool] = []
    mcp: list[McpEntry] = []
    for (place, section), named in zip(entries, names[: len(entries)], strict=True):
        _mark_name(place["name"], named.name)
        original = _written_name(place) or named.name
        kind = "function" if section == "functions" else _kind(place)
        if kind == "mcp":
            mcp.append(McpEntry(place, named.name, original))
        elif kind == "http" and (http := plan_http_tool(place, named.name, original)) is not None:
            tools.append(http)
        else:
            tools.append(_function(place, named.name, original, kind))
    for (written, place), named in zip(servers, names[len(entries) :], strict=True):
        _mark_name(place["name"], named.name)
        mcp.append(McpEntry(place, named.name, written or named.name, is_server=True))
    return PlannedTools(tuple(tools), plan_mcp_servers(mcp))


def _mark_name(place: Place, name: str) -> None:
    if not isinstance(place.value, str):
        place.mark("unsupported", "expected text")
    elif name == place.value:
        place.mark("honoured")
    else:
        place.mark("honoured", f'called "{name}" in the project')


def _entries(section: Place) -> list[Place]:
    """A list, or a mapping from names to tools."""
    if section.is_mapping:
        return list(section.fields().values())
    for entry in section.items():
        if not entry.is_mapping:
            entry.mark("unsupported", "expected a mapping with a name and a type")
    return section.items()


def _written_name(place: Place) -> str | None:
    name = place["name"].value
    return name if isinstance(name, str) else None


def _kind(place: Place) -> str:
    """What the tool is: its `type`, or what its other fields say where that is missing."""
    written = (place["type"].word() or "").lower()
    if written in ("api", "http"):
        return "http"
    if written:
        return written
    if place.at("source.type").value == "mcp":
        return "mcp"
    return "http" if place.first("endpoint", "url").exists else "function"


def _function(place: Place, name: str, original: str, kind: str) -> FunctionTool:
    note = None
    if kind == "http":
        note = "has no address that can be called"
    elif kind != "function":
        note = f'is of type "{kind}", which is not supported here'
    place["type"].mark("honoured", "" if note is None else f"a function for you to write: it {note}")
    return FunctionTool(
        name=name,
        original_name=original,
        description=_description(place),
        parameters=plan_parameters(place),
        path=place.pointer,
        note=note,
    )


def _description(place: Place) -> str:
    return (place["description"].text() or "").strip()
