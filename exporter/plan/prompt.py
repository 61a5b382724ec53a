"""spec.role and spec.prompts → the system prompt, to the letter."""

from __future__ import annotations

import re

from .place import Place

NO_PROMPT = "You are a helpful assistant."
FILE_NAME = re.compile(r"\S+\.(md|txt|j2|jinja|jinja2|prompt|ya?ml)")


def plan_prompt(spec: Place, description: str) -> str:
    """Role first, then the system prompt; `{{…}}`, `${…}` and braces stay as they are written."""
    parts = [part for part in (spec["role"].text(), _system(spec)) if part]
    if not parts:
        parts = [spec.first("instructions", "system_prompt").text() or description or NO_PROMPT]
    return "\n\n".join(dict.fromkeys(parts))


def _system(spec: Place) -> str | None:
    system = spec.at("prompts.system")
    place = system.first("template", "content", "text") if system.is_mapping else system
    text = place.text()
    if text is not None and FILE_NAME.fullmatch(text.strip()):
        place.mark("unsupported", "names a file, and only the manifest is exported: put the text here")
        return None
    system["variables"].mark_below("unsupported", "the prompt is used to the letter; nothing is filled in")
    return text
