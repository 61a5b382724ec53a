"""An agent without a system prompt."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.fixes import insert_entry, rename_key
from .facts.prompts import written_prompts
from .facts.reading import agent_spec, is_agent, metadata, text_of
from .rule import Context, Finding, Rule

# Where people also write it, and the export reads it.
OTHER_KEYS = ("instructions", "system_prompt")


def check(context: Context) -> Iterator[Finding]:
    spec = agent_spec(context)
    if not is_agent(context) or written_prompts(spec):
        return
    other = next((key for key in OTHER_KEYS if text_of(spec.get(key))), None)
    if other is not None:
        fix = (
            rename_key(context, f"/spec/{other}", "role", 'Rename it to "role"')
            if "role" not in spec
            else None
        )
        message = (
            f'OSSA has no "{other}": it is used as the system prompt here, and nowhere else. Call it "role".'
        )
        yield Finding(message, f"/spec/{other}", "key", fix, Severity.WARNING)
        return
    description = text_of(metadata(context).get("description"))
    fix = None
    if description is not None and spec.get("role") is None:
        fix = insert_entry(context, "/spec", "role", description, "Use the description as the prompt")
    message = "The agent has no system prompt. Write it as spec.role, or as spec.prompts.system."
    yield Finding(message, "/spec/role" if spec.get("role") is not None else "/spec", "key", fix)


RULE = Rule(
    id="missing-prompt",
    severity=Severity.ERROR,
    title="There is no system prompt",
    why="The prompt is what makes an agent this agent; without it there is nothing to export. One that"
    " stands under"
    " `instructions` is found, with a warning.",
    mend="Write `spec.role` or `spec.prompts.system`.",
    check=check,
    covers=("schema-type",),
)
