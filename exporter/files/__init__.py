"""What a generated project consists of; FILES is the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..agent_plan import AgentPlan
from ..options import ExportOptions
from . import agent, memory, server, streaming, tools
from .kit import KIT_FILES
from .project import ExportPlan, KitFile, PlannedFile, Project, TemplateFile, TextFile

if TYPE_CHECKING:
    from ..plan import Coverage

FILES: tuple[TemplateFile | TextFile | KitFile, ...] = (
    agent.FILE,
    tools.FILE,
    memory.FILE,
    streaming.FILE,
    server.FILE,
    *KIT_FILES,
)


def plan_files(
    agent_plan: AgentPlan, options: ExportOptions, coverage: Coverage, manifest_text: str
) -> ExportPlan:
    """Every file that this agent and these options call for."""
    project = Project(agent_plan, options, coverage, manifest_text)
    files = tuple(_planned(file, project) for file in FILES if file.when(project))
    return ExportPlan(project.folder, files)


def _planned(file: TemplateFile | TextFile | KitFile, project: Project) -> PlannedFile:
    match file:
        case KitFile(module=module):
            return PlannedFile(file.path, kit=module)
        case TextFile():
            return PlannedFile(file.path, text=file.text(project))
        case TemplateFile():
            return PlannedFile(file.path, template=f"{file.path}.jinja", context=file.context(project))


__all__ = ["FILES", "ExportPlan", "PlannedFile", "Project", "plan_files"]
