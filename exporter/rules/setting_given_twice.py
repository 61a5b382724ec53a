"""One setting under two spellings, with two values."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity
from exporter.nodes import join_pointer

from .facts.fixes import remove
from .facts.reading import agent_spec, at, mapping
from .rule import Context, Finding, Rule

# The first spelling of each is the one that counts.
SPELLINGS = (
    (("llm",), ("maxTokens", "max_tokens")),
    (("llm",), ("topP", "top_p")),
    (("memory",), ("window_size", "windowSize")),
    (("memory",), ("max_token_limit", "maxTokenLimit")),
)


def check(context: Context) -> Iterator[Finding]:
    spec = agent_spec(context)
    for keys, (counts, other) in SPELLINGS:
        settings = mapping(at(spec, *keys))
        if counts in settings and other in settings:
            path = join_pointer("/".join(("/spec", *keys)), other)
            same = settings[counts] == settings[other]
            yield Finding(
                f'"{counts}" and "{other}" are one setting; "{counts}" counts. Remove the other.',
                path,
                "key",
                remove(context, path, f'Remove "{other}"'),
                Severity.HINT if same else None,
            )


RULE = Rule(
    id="setting-given-twice",
    severity=Severity.WARNING,
    title="One setting is written in two spellings",
    why="Only one of the two is used, and readers cannot know which.",
    mend="Keep the spelling that OSSA names first.",
    check=check,
)
