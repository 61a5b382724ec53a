""".env.example: every variable that the project reads."""

from __future__ import annotations

from collections.abc import Mapping

from .docker import compose_service, wanted
from .environment import variable_groups
from .kit_variables import Group, Variable
from .project import Project, TemplateFile


def _context(project: Project) -> Mapping[str, object]:
    groups = variable_groups(project)
    service = compose_service(project)
    if service is not None and wanted(project):
        purpose = (
            f"The password of {project.memory_backend.title} in docker-compose.yaml: letters and digits."
        )
        groups.append(Group("Docker", (Variable(f"{service.upper()}_PASSWORD", purpose, required=True),)))
    return {"groups": groups}


FILE = TemplateFile(".env.example", context=_context)
