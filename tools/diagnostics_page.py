"""Writes docs/diagnostics.md from the catalogue and the rules' cases: `python -m tools.diagnostics_page`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from exporter.check import CATALOGUE
from exporter.conformance.catalogue import CONFORMANCE
from exporter.diagnostics import CatalogueEntry
from exporter.parse.catalogue import SYNTAX
from exporter.rules import RULES

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/diagnostics.md"
CASES = ROOT / "tests/exporter/diagnostics"

INTRODUCTION = """\
# Diagnostics

Everything that checking a manifest can find. `python -m tools.diagnostics_page` writes this page from the
code and the cases of the rules; a test compares them.

- **error**: nothing is exported. **warning**: exported, and you may be sorry. **hint**: advice.
- Some findings are milder than their rule: a rule says so, and an example shows it.
- A *fix* is a list of text edits that one click applies; comments and formatting stay.
- Whether a manifest *conforms to OSSA 0.4* is a verdict of its own: exactly what the official schema says.
"""


def diagnostics_page() -> str:
    parts = [INTRODUCTION]
    sections = (
        ("Reading the text", SYNTAX),
        ("Conforming to OSSA 0.4", CONFORMANCE),
        ("Rules beyond the schema", RULES),
    )
    for title, entries in sections:
        parts += [f"## {title}\n", _table(entries)]
        parts += [_section(entry) for entry in entries]
    return "\n".join(parts)


def _table(entries: tuple[CatalogueEntry, ...]) -> str:
    rows = [f"| [{entry.id}](#{entry.id}) | {entry.severity.value} | {entry.title} |" for entry in entries]
    return "\n".join(["| Rule | Severity | What it finds |", "| --- | --- | --- |", *rows, ""])


def _section(entry: CatalogueEntry) -> str:
    lines = [f"### {entry.id}", "", f"**{entry.title}** ({entry.severity.value}). {entry.why}", ""]
    lines += [f"*How to mend it:* {entry.mend}", ""]
    examples = _examples(entry.id)
    if examples:
        lines += ["It says, for example:", ""]
        for example in examples:
            fix = f" *Fix: {example['fix']}.*" if example["fix"] else ""
            lines.append(f"- {example['severity']}: `` {example['message']} ``{fix}")
        lines.append("")
    return "\n".join(lines)


def _examples(rule: str) -> list[dict[str, Any]]:
    """What the rule says of its bad case, one example for each severity."""
    file = CASES / rule / "expected.json"
    found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    return list({each["severity"]: each for each in reversed(found) if each["rule"] == rule}.values())[::-1]


if __name__ == "__main__":
    assert len(CATALOGUE) == len(SYNTAX) + len(CONFORMANCE) + len(RULES)
    PAGE.write_text(diagnostics_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}: {len(CATALOGUE)} kinds of diagnostics\n")
