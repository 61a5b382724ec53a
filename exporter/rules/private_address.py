"""A tool that calls an address of a private network."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.tool_addresses import tool_addresses
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for found in tool_addresses(context):
        # The default of a reference is for the developer's own machine; where it runs, the variable is set.
        if found.address.is_private and not found.address.is_metadata and not found.from_default:
            host = named(found.address.host)
            yield Finding(
                f"{host} is an address of a private network, which the project refuses to call"
                f" until OUTBOUND_ALLOW lists it.",
                found.path,
            )


RULE = Rule(
    id="private-address",
    severity=Severity.WARNING,
    title="A tool calls a private address",
    why="A model that is talked into it could reach services that trust their own network. Exported"
    " projects call"
    " public addresses only, unless `OUTBOUND_ALLOW` names the host; the playground never calls private"
    " ones.",
    mend="Set `OUTBOUND_ALLOW` where the project runs, or write the address as `${VAR:-default}`.",
    check=check,
)
