"""A part of the manifest that changes what an agent does, and that exported projects do not have."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.reading import agent_spec, at
from .rule import Context, Finding, Rule

# What is missing from the project, as the end of "… : exported projects have no …".
SECTIONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("handoffs",), "hand-over to other agents"),
    (("team",), "teams of agents"),
    (("subagents",), "subagents"),
    (("knowledge_sources",), "retrieval from knowledge sources"),
    (("mandatory_knowledge_sources",), "retrieval from knowledge sources"),
    (("workflow", "steps"), "workflow steps; the agent decides itself what to do"),
    (("messaging",), "message channels"),
    (("delegation",), "delegation to other agents"),
    (("autonomy", "approval_required"), "approval by a person; tools run at once"),
    (("autonomy", "blocked_actions"), "list of blocked actions; leave out the tools that do them"),
    (("safety", "content_filtering"), "content filter of their own"),
    (("safety", "human_in_loop"), "approval by a person; tools run at once"),
    (("safety", "guardrails", "policies"), "engine for these policies; put them into the prompt"),
)

PERSONAL = ("pii", "credentials")


def check(context: Context) -> Iterator[Finding]:
    spec = agent_spec(context)
    for keys, missing in SECTIONS:
        value = at(spec, *keys)
        if not value or (isinstance(value, dict) and value.get("enabled") is False) or _is_personal(value):
            continue
        yield Finding(
            f"{'.'.join(keys)} is kept as metadata only: exported projects have no {missing}.",
            "/".join(("/spec", *keys)),
            "key",
        )


def _is_personal(value: object) -> bool:
    """A content filter of nothing but personal data, which the project does have."""
    categories = at(value, "categories")
    return isinstance(categories, list) and bool(categories) and all(name in PERSONAL for name in categories)


RULE = Rule(
    id="unsupported-section",
    severity=Severity.WARNING,
    title="A part of the manifest is not exported",
    why="The agent would behave otherwise than its manifest says. The list of all paths is in the"
    " exported README.",
    mend="Do without it, or add it to the exported project by hand.",
    check=check,
)
