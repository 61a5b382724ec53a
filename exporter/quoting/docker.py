"""Text → values in a Dockerfile and in a compose file, where `$` starts a variable."""

from __future__ import annotations

from .python_text import one_line
from .source import DockerfileSource, YamlSource
from .yaml import yaml


def dockerfile_text(text: str) -> DockerfileSource:
    """A quoted value. A Dockerfile has no escape for a line break, so that line breaks become spaces."""
    plain = one_line(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    return DockerfileSource(f'"{plain}"')


def compose_text(value: str) -> YamlSource:
    """A scalar of a compose file that nothing is put into."""
    return yaml(value.replace("$", "$$"))
