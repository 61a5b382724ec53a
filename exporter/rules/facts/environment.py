"""References to the environment as manifests write them: `${NAME}`, `${NAME:-default}`, `${NAME:default}`."""

from __future__ import annotations

import re

from exporter.agent_plan import EnvRef

REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-?([^{}]*))?\}")


def whole_reference(value: object) -> EnvRef | None:
    """The reference that a value consists of, or None where it is anything else."""
    found = REFERENCE.fullmatch(value.strip()) if isinstance(value, str) else None
    return EnvRef(found[1], found[2]) if found else None


def with_defaults(text: str) -> str | None:
    """The text as it reads when no variable is set; None where a reference has no default."""
    missing = any(not found[2] for found in REFERENCE.finditer(text))
    return None if missing else REFERENCE.sub(lambda found: found[2], text)
