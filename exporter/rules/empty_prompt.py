"""A system prompt without a word in it."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.prompts import written_prompts
from .facts.reading import agent_spec
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    prompts = written_prompts(agent_spec(context))
    alone = not any(text.strip() for _, text in prompts)
    for path, text in prompts:
        if not text.strip():
            message = "The system prompt is empty. Say in it what the agent is and does."
            yield Finding(message, path, severity=Severity.ERROR if alone else Severity.WARNING)
            return


RULE = Rule(
    id="empty-prompt",
    severity=Severity.ERROR,
    title="The system prompt is empty",
    why="An agent without instructions is a bare model. Where another prompt says something, this is a"
    " warning.",
    mend="Write what the agent is and does.",
    check=check,
    covers=("schema-length",),
)
