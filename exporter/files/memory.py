"""memory.py: where conversations are kept."""

from __future__ import annotations

from collections.abc import Mapping

from .project import Project, TemplateFile


def _context(project: Project) -> Mapping[str, object]:
    return {}


FILE = TemplateFile("memory.py", context=_context)
