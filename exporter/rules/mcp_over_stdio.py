"""An MCP server that is a process of its own, which a hosted playground does not start."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.mcp_servers import command_of, mcp_entries
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for entry in mcp_entries(context):
        command = command_of(entry)
        if command is not None:
            yield Finding(
                "This MCP server is started as a process beside the agent: that works in an exported project,"
                " not in a hosted playground.",
                command[0],
            )


RULE = Rule(
    id="mcp-over-stdio",
    severity=Severity.HINT,
    title="An MCP server runs as a process (stdio)",
    why="A hosted playground starts no programs that a manifest names. The exported project does.",
    mend="Nothing, if you only export. To try it in the playground, give the server's `url` (streamable"
    " HTTP).",
    check=check,
)
