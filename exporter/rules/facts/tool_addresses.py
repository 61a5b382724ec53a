"""The addresses that the tools of an agent call: endpoints of API tools, URLs of MCP servers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exporter.rules.rule import Context

from .addresses import Address, parse_address
from .environment import REFERENCE, with_defaults
from .mcp_servers import url_of
from .tool_entries import tool_entries


@dataclass(frozen=True)
class ToolAddress:
    """An address where it is written; `from_default` when it is only what a reference falls back to."""

    path: str
    text: str
    address: Address
    from_default: bool


def tool_addresses(context: Context) -> Iterator[ToolAddress]:
    for entry in tool_entries(context):
        setting = entry.endpoint if entry.calls_http else url_of(entry) if entry.kind == "mcp" else None
        if setting is None:
            continue
        path, text = setting
        address = parse_address(with_defaults(text) or text)
        if address is not None:
            yield ToolAddress(path, text, address, REFERENCE.search(text) is not None)
