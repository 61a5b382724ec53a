"""libyaml's complaints in plain words."""

from __future__ import annotations

import yaml


def plain_words(error: yaml.MarkedYAMLError, text: str, offset: int) -> str:
    return f"This is not YAML: {error.problem or error.context}."
