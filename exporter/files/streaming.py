"""streaming.py: the names that users look for, as far as their endpoints are on."""

from __future__ import annotations

from collections.abc import Mapping

from .project import Project, TemplateFile


def _context(project: Project) -> Mapping[str, object]:
    return {"streaming": project.agent.streaming}


FILE = TemplateFile("streaming.py", context=_context)
