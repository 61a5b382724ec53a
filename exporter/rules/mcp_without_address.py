"""An MCP tool whose server has no address, or no server at all."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.mcp_servers import command_of, mcp_entries, name_of, url_of
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for entry in mcp_entries(context):
        if command_of(entry) or url_of(entry):
            continue
        name = name_of(entry)
        if name is not None:
            message = (
                f"{named(name[1])} only names the MCP server: the project reads its address from the"
                " environment."
            )
            yield Finding(f"{message} See .env.example.", name[0], severity=Severity.HINT)
        else:
            yield Finding(
                "The MCP tool has no server. Add its url, or the command that starts it.", entry.path
            )


RULE = Rule(
    id="mcp-without-address",
    severity=Severity.WARNING,
    title="An MCP server has no address",
    why="Until somebody says where the server is, the agent runs without its tools. A server that is at"
    " least named"
    " is only a hint.",
    mend="Add `url` (streamable HTTP) or `command` (stdio) to the tool.",
    check=check,
)
