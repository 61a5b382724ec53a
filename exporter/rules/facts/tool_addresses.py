"""The addresses that the tools of an agent call: endpoints of API tools, URLs of MCP servers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exporter.rules.rule import Context

from .addresses import Address, parse_address
from .environment import REFERENCE, with_defaults
from .mcp_servers import mcp_entries, url_of
from .tool_entries import tool_entries


@dataclass(frozen=True)
class ToolAddress:
    """An address where it is written; `from_default` when it is only what a reference falls back to."""

    path: str
    text: str
    address: Address
    from_default: bool


def tool_addresses(context: Context) -> Iterator[ToolAddress]:
    settings = [entry.endpoint for entry in tool_entries(context) if entry.calls_http]
    settings += [url_of(entry) for entry in mcp_entries(context)]
    for path, text in (setting for setting in settings if setting is not None):
        address = parse_address(with_defaults(text) or text)
        if address is not None:
            yield ToolAddress(path, text, address, REFERENCE.search(text) is not None)
