"""A reference to the environment in a place where it stays text."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.environment import REFERENCE
from .facts.prompts import written_prompts
from .facts.reading import agent_spec, metadata
from .facts.tool_entries import tool_entries
from .facts.wording import named
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    places = written_prompts(agent_spec(context))
    texts = metadata(context)
    places += [
        (f"/metadata/{key}", text)
        for key in ("name", "version", "description")
        if isinstance(text := texts.get(key), str)
    ]
    for entry in tool_entries(context):
        for key in ("name", "description"):
            if isinstance(text := entry.tool.get(key), str):
                places.append((join_pointer(entry.path, key), text))
    for path, text in places:
        found = REFERENCE.search(text)
        if found is not None:
            yield Finding(
                f"{named(found[0])} is not replaced here: it stays in the text as it is written.", path
            )


RULE = Rule(
    id="reference-not-read",
    severity=Severity.HINT,
    title="A reference stands where it is not read",
    why="Prompts, names and descriptions are literal, so that a prompt may speak about `${HOME}`."
    " References are read"
    " in `llm`, in addresses, headers and credentials of tools, and in `memory`.",
    mend="Write the text itself.",
    check=check,
)
