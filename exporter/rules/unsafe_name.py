"""A name of an agent that cannot be the name of a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.fixes import replace_value
from .facts.reading import is_agent, metadata, written
from .facts.wording import named
from .rule import Context, Finding, Rule

UNSAFE = re.compile(r"[/\\\x00-\x1f\x7f]|^\s*\.+\s*$")
LONGEST = 253


def check(context: Context) -> Iterator[Finding]:
    name = written(metadata(context).get("name"))
    if name is None or not is_agent(context):
        return
    if UNSAFE.search(name) is None and len(name) <= LONGEST:
        return
    safe = re.sub(r"[^a-z0-9]+", "-", name[:LONGEST].lower()).strip("-")[:63].strip("-")
    fix = replace_value(context, "/metadata/name", safe, f'Change it to "{safe}"') if safe else None
    message = f"{named(name)} cannot be the name of a folder. Use small letters, digits and hyphens."
    yield Finding(message, "/metadata/name", fix=fix)


RULE = Rule(
    id="unsafe-name",
    severity=Severity.ERROR,
    title="The name leads out of the project's folder",
    why="The project's folder and archive are called by this name. One with slashes, control characters or"
    " only dots could write files elsewhere.",
    mend="Use small letters, digits and hyphens, such as `order-clerk`.",
    check=check,
    covers=("schema-pattern", "schema-length", "schema-type"),
)
