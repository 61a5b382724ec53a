"""pyproject.toml and .gitignore: the settings of the tools that look after the project."""

from __future__ import annotations

from collections.abc import Mapping

from ..quoting import PlainSource
from .project import Project, TemplateFile


def _pyproject(project: Project) -> Mapping[str, object]:
    return {
        "agent": project.agent,
        "name": project.folder,
        "python": PlainSource(project.options.python),
        "target": PlainSource("py" + project.options.python.replace(".", "")),
        "tests": project.options.tests,
        "untyped": ["langfuse.*"] if project.options.langfuse else [],
    }


FILES = (TemplateFile("pyproject.toml", context=_pyproject), TemplateFile(".gitignore"))
