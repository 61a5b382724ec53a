"""A manifest that does not say what the agent is for."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.reading import is_agent, metadata
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    description = metadata(context).get("description")
    empty = isinstance(description, str) and not description.strip()
    if is_agent(context) and (description is None or empty):
        path = "/metadata/description" if "description" in metadata(context) else "/metadata"
        yield Finding("The agent has no description. Say in a sentence what it is for.", path, "key")


RULE = Rule(
    id="missing-description",
    severity=Severity.HINT,
    title="There is no description",
    why="It is the first line of the project's README and of its API's documentation.",
    mend="Add `metadata.description`.",
    check=check,
    covers=("schema-type",),
)
