"""Where an agent's system prompt is written: `role`, `prompts.system`, or its `template`."""

from __future__ import annotations

from typing import Any

from .reading import at

TEMPLATE_KEYS = ("template", "content", "text")
SYSTEM = "/spec/prompts/system"


def written_prompts(spec: dict[str, Any]) -> list[tuple[str, str]]:
    """Pointer and text of each prompt that is a text, empty or not."""
    system = at(spec, "prompts", "system")
    candidates = [("/spec/role", spec.get("role")), (SYSTEM, system)]
    key = next((key for key in TEMPLATE_KEYS if at(system, key) is not None), None)
    if key is not None:
        candidates.append((f"{SYSTEM}/{key}", at(system, key)))
    return [(path, text) for path, text in candidates if isinstance(text, str)]
