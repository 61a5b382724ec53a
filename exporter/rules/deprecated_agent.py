"""An agent that its own manifest calls deprecated or revoked."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.reading import metadata, text_of
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    data = metadata(context)
    status = data.get("status")
    if status in ("deprecated", "revoked"):
        reason = text_of(data.get("deprecated_message"))
        said = f": {named(reason)}" if reason is not None else ""
        yield Finding(f"The manifest says that this agent is {status}{said}.", "/metadata/status")


RULE = Rule(
    id="deprecated-agent",
    severity=Severity.WARNING,
    title="The agent is deprecated or revoked",
    why="Its author says that it should not be used any more.",
    mend="Export its successor, or set `metadata.status` to `active`.",
    check=check,
)
