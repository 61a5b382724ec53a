"""pyproject.toml and .gitignore: the settings of the tools that look after the project."""

from __future__ import annotations

from collections.abc import Mapping

from ..quoting import PlainSource
from .project import Project, TemplateFile


def _pyproject(project: Project) -> Mapping[str, object]:
    return {
        "python": PlainSource(project.options.python),
        "tests": project.options.tests,
    }


FILES = (TemplateFile("pyproject.toml", context=_pyproject), TemplateFile(".gitignore"))
