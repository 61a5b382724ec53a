"""A password or key in the address of a tool."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.tool_addresses import tool_addresses
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for found in tool_addresses(context):
        if found.address.has_credentials:
            yield Finding(
                "The address contains a password or key, which would be in the project and in logs."
                " Put it into the tool's auth, as a reference such as ${API_TOKEN}.",
                found.path,
            )


RULE = Rule(
    id="endpoint-credentials",
    severity=Severity.ERROR,
    title="Credentials in a tool's address",
    why="The manifest is part of the project that is exported, and addresses are written to logs.",
    mend="Use `auth` with a reference to the environment, and change the password: it was in a file.",
    check=check,
)
