"""An API tool that does not say what it calls."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.environment import REFERENCE
from .facts.tool_entries import ToolEntry, tool_entries
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    for entry in tool_entries(context):
        if not entry.calls_http:
            continue
        endpoint = entry.endpoint
        if endpoint is None:
            path = join_pointer(entry.path, "endpoint") if "endpoint" in entry.tool else entry.path
            yield Finding(
                f"The {_what(entry)} has no endpoint, so it is exported as a function to be written.", path
            )
        elif not _is_url(endpoint[1]):
            yield Finding(
                f"The endpoint {named(endpoint[1])} is no URL. Write it in full, as in https://api.example.com/search.",
                endpoint[0],
            )


def _what(entry: ToolEntry) -> str:
    return f"tool {named(entry.name)}" if entry.name else "tool"


def _is_url(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) or REFERENCE.match(text) is not None


RULE = Rule(
    id="missing-endpoint",
    severity=Severity.WARNING,
    title="An API tool has no endpoint",
    why="Without a URL there is nothing to call; the tool becomes a function whose body is missing.",
    mend="Add `endpoint` with an absolute URL, or a reference such as `${SEARCH_URL}`.",
    check=check,
)
