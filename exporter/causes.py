"""One diagnostic per cause: a misspelt key is not reported as a missing one too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .diagnostics import Diagnostic, Severity

# Rules about a key that is not there, and the key.
MISSING = {
    "missing-description": "description",
    "missing-endpoint": "endpoint",
    "missing-llm": "llm",
    "missing-model": "model",
    "missing-prompt": "role",
    "missing-provider": "provider",
    "missing-spec": "spec",
    "missing-tool-description": "description",
    "missing-tool-name": "name",
    "missing-tool-type": "type",
    "missing-version": "version",
    "missing-version-key": "apiVersion",
}
MISSPELT = frozenset({"misspelt-key", "schema-unknown-key"})
SEVERITIES = list(Severity)


def one_per_cause(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The misspelt key takes over the severity: without what was meant there may be no export."""
    kept = list(diagnostics)
    for spelling in [each for each in kept if each.rule in MISSPELT and each.fix is not None]:
        effects = [each for each in kept if each.rule in MISSING and missed(each) == meant(spelling)]
        if effects:
            worst = min([spelling, *effects], key=lambda each: SEVERITIES.index(each.severity))
            kept = [each for each in kept if each not in effects and each != spelling]
            kept.append(replace(spelling, severity=worst.severity))
    return kept


def missed(diagnostic: Diagnostic) -> str:
    """The pointer of the key that is not there."""
    end = f"/{MISSING[diagnostic.rule]}"
    return diagnostic.path if diagnostic.path == end else diagnostic.path + end


def meant(diagnostic: Diagnostic) -> str:
    """The pointer of the key that a misspelt one was meant to be: its fix writes that key."""
    key = diagnostic.fix.edits[0].text if diagnostic.fix is not None else ""
    return f"{diagnostic.path.rpartition('/')[0]}/{key.strip(chr(34))}"
