"""A system prompt that is only the name of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.prompts import written_prompts
from .facts.reading import agent_spec
from .facts.wording import named
from .rule import Context, Finding, Rule

FILE_NAME = re.compile(r"\S+\.(md|txt|j2|jinja|jinja2|prompt|ya?ml)")


def check(context: Context) -> Iterator[Finding]:
    for path, text in written_prompts(agent_spec(context)):
        if path != "/spec/role" and FILE_NAME.fullmatch(text.strip()):
            message = (
                f"{named(text.strip())} names a file, and only the manifest is exported. Write the"
                " prompt here."
            )
            yield Finding(message, path)


RULE = Rule(
    id="prompt-is-a-file",
    severity=Severity.WARNING,
    title="The prompt is in a file of its own",
    why="Only the manifest is read, so that the agent would get the file's name as its instructions.",
    mend="Put the prompt's text into the manifest, as a block with `|`.",
    check=check,
)
