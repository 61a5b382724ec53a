"""A manifest without a version of what it describes."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.fixes import insert_entry
from .facts.reading import metadata, subject
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    data = metadata(context)
    described = subject(context)
    if described is not None and data and data.get("version") is None:
        fix = None
        if "version" not in data:
            fix = insert_entry(context, "/metadata", "version", "0.1.0", 'Add the version "0.1.0"')
        message = f"The {described} has no version"
        message += '; the project gets "0.1.0".' if described == "agent" else "."
        yield Finding(message, "/metadata/version" if "version" in data else "/metadata", "key", fix)


RULE = Rule(
    id="missing-version",
    severity=Severity.HINT,
    title="There is no version",
    why="Whoever runs an exported project cannot tell which state of the agent it is.",
    mend="Add `metadata.version`, such as `0.1.0`, and count it up with each change.",
    check=check,
    covers=("schema-type",),
    every_kind=True,
)
