"""Two system prompts that say different things."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.prompts import written_prompts
from .facts.reading import agent_spec
from .prompt_is_a_file import FILE_NAME
from .rule import Context, Finding, Rule


def check(context: Context) -> Iterator[Finding]:
    written = written_prompts(agent_spec(context))
    prompts = [text.strip() for _, text in written if text.strip() and not FILE_NAME.fullmatch(text.strip())]
    if len(prompts) > 1 and prompts[0] != prompts[1]:
        message = (
            "spec.role and spec.prompts.system are both given: the prompt is the one followed by the other."
        )
        yield Finding(message, written[1][0])


RULE = Rule(
    id="two-prompts",
    severity=Severity.HINT,
    title="There are two system prompts",
    why="OSSA means one or the other. Both are used here, `role` first; other tools may read only one of"
    " them.",
    mend="Put everything into one of the two.",
    check=check,
)
