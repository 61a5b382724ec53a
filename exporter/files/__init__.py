"""What a generated project consists of; FILES is the list."""

from __future__ import annotations

from ..agent_plan import AgentPlan
from ..options import ExportOptions
from ..plan import Coverage
from . import (
    agent,
    client_example,
    docker,
    dotenv,
    manifest,
    memory,
    openapi,
    packaging,
    readme,
    requirements,
    server,
    streaming,
    tests,
    tools,
)
from .kit import kit_modules
from .project import ExportPlan, PlannedFile, Project, TemplateFile, TextFile

FILES: tuple[TemplateFile | TextFile, ...] = (
    agent.FILE,
    tools.FILE,
    memory.FILE,
    streaming.FILE,
    server.FILE,
    openapi.FILE,
    readme.FILE,
    client_example.FILE,
    *requirements.FILES,
    *docker.FILES,
    dotenv.FILE,
    *packaging.FILES,
    manifest.FILE,
    *tests.FILES,
)
"""Besides these a project has the modules of the kit that they need: `kit_modules`."""


def plan_files(
    agent_plan: AgentPlan, options: ExportOptions, coverage: Coverage, manifest_text: str
) -> ExportPlan:
    """Every file that this agent and these options call for."""
    project = Project(agent_plan, options, coverage, manifest_text)
    files = [_planned(file, project) for file in FILES if file.when(project)]
    files += [PlannedFile(f"{module}.py", kit=module) for module in kit_modules(project)]
    return ExportPlan(project.folder, tuple(files))


def _planned(file: TemplateFile | TextFile, project: Project) -> PlannedFile:
    match file:
        case TextFile():
            return PlannedFile(file.path, text=file.text(project))
        case TemplateFile():
            return PlannedFile(file.path, template=f"{file.path}.jinja", context=file.context(project))


__all__ = ["FILES", "ExportPlan", "PlannedFile", "Project", "plan_files"]
