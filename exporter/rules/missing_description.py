"""A manifest that does not say what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.reading import metadata, subject
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    description = metadata(context).get("description")
    empty = isinstance(description, str) and not description.strip()
    described = subject(context)
    if described is not None and (description is None or empty):
        path = "/metadata/description" if "description" in metadata(context) else "/metadata"
        yield Finding(f"The {described} has no description. Say in a sentence what it is for.", path, "key")


RULE = Rule(
    id="missing-description",
    severity=Severity.HINT,
    title="There is no description",
    why="It is the first line of the project's README and of its API's documentation.",
    mend="Add `metadata.description`.",
    check=check,
    covers=("schema-type",),
    every_kind=True,
)
