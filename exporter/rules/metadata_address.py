"""A tool that calls the address where a cloud hands out its credentials."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.tool_addresses import tool_addresses
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for found in tool_addresses(context):
        if found.address.is_metadata:
            message = (
                f"{named(found.address.host)} is a cloud's metadata service, which hands out credentials."
            )
            yield Finding(f"{message} No tool may call it.", found.path)


RULE = Rule(
    id="metadata-address",
    severity=Severity.ERROR,
    title="A tool calls a cloud's metadata service",
    why="Whoever talks to the agent could read the credentials of the machine it runs on.",
    mend="Remove the tool; give the agent what it needs through environment variables.",
    check=check,
)
