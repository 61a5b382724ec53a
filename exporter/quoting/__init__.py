"""User text → source of another language; the only place where that happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from .characters import columns
from .docker import compose_text, dockerfile_text
from .dotenv import dotenv_comment, dotenv_text, variable_name
from .identifiers import class_name, identifier, project_name, python_name
from .imports import dotted_name, import_block
from .layout import Call, Later, Spread, Subscript, arranged, assignment, python, signature
from .markdown import markdown_code, markdown_short, markdown_text, mermaid_text
from .python_text import comment, docstring
from .shell import shell
from .source import (
    DockerfileSource,
    DotenvSource,
    MarkdownSource,
    PlainSource,
    PythonSource,
    Source,
    TomlSource,
    YamlSource,
    number,
)
from .toml import toml
from .yaml import yaml

FILTERS: Mapping[str, Callable[..., Source]] = MappingProxyType(
    {
        "python": python,
        "arranged": arranged,
        "name": python_name,
        "docstring": docstring,
        "comment": comment,
        "toml": toml,
        "yaml": yaml,
        "compose": compose_text,
        "dockerfile": dockerfile_text,
        "shell": shell,
        "dotenv": dotenv_text,
        "dotenv_comment": dotenv_comment,
        "number": number,
        "variable": variable_name,
        "markdown": markdown_text,
        "markdown_short": markdown_short,
        "code": markdown_code,
        "mermaid": mermaid_text,
    }
)
"""What a template may put after a `|`, by name."""

__all__ = [
    "FILTERS",
    "Call",
    "DockerfileSource",
    "DotenvSource",
    "Later",
    "MarkdownSource",
    "PlainSource",
    "PythonSource",
    "Source",
    "Spread",
    "Subscript",
    "TomlSource",
    "YamlSource",
    "arranged",
    "assignment",
    "class_name",
    "columns",
    "dotted_name",
    "identifier",
    "import_block",
    "number",
    "project_name",
    "python",
    "python_name",
    "signature",
    "yaml",
]
