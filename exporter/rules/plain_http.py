"""A tool that sends what it knows through the internet in the clear."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.fixes import replace_value
from .facts.tool_addresses import tool_addresses
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for found in tool_addresses(context):
        address = found.address
        if address.scheme != "http" or address.is_private or address.is_metadata:
            continue
        fix = None
        if found.text.lower().startswith("http://") and not address.has_credentials:
            fix = replace_value(context, found.path, "https://" + found.text[7:], "Use https://")
        message = (
            f"{named(address.host)} is called without encryption. Use https:// where the server offers it."
        )
        yield Finding(message, found.path, fix=fix)


RULE = Rule(
    id="plain-http",
    severity=Severity.WARNING,
    title="A tool calls http:// on the internet",
    why="Arguments, answers and the tool's credentials can be read and changed on the way.",
    mend="Use `https://`.",
    check=check,
)
