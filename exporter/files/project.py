"""What every generated file may look at: the plan of the agent, the user's options, and what follows from both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..agent_plan import AgentPlan, ChatModelPlan, FunctionTool, HttpTool
from ..memory import MEMORY_BACKENDS, MemoryBackend
from ..options import ExportOptions
from ..providers import PROVIDERS, Provider
from ..quoting import PlainSource, project_name

if TYPE_CHECKING:
    from ..plan import Coverage


@dataclass(frozen=True)
class Project:
    """One export, before any file is written."""

    agent: AgentPlan
    options: ExportOptions
    coverage: Coverage
    manifest_text: str

    @cached_property
    def folder(self) -> PlainSource:
        """The one folder of the archive, the distribution, the container image."""
        return project_name(self.agent.name)

    @cached_property
    def chat_models(self) -> tuple[ChatModelPlan, ...]:
        return (self.agent.chat_model, *self.agent.fallbacks)

    @cached_property
    def providers(self) -> tuple[Provider, ...]:
        """Each provider once, the agent's own first."""
        return tuple({model.provider: PROVIDERS[model.provider] for model in self.chat_models}.values())

    @cached_property
    def memory_backend(self) -> MemoryBackend:
        return MEMORY_BACKENDS[self.agent.memory.backend]

    @cached_property
    def function_tools(self) -> tuple[FunctionTool, ...]:
        return tuple(tool for tool in self.agent.tools if isinstance(tool, FunctionTool))

    @cached_property
    def http_tools(self) -> tuple[HttpTool, ...]:
        return tuple(tool for tool in self.agent.tools if isinstance(tool, HttpTool))

    @property
    def port(self) -> int:
        return self.options.port or self.agent.api.port


def always(_project: Project) -> bool:
    return True


def nothing(_project: Project) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class TemplateFile:
    """A file that depends on the manifest. Its template has the file's path and ends in `.jinja`."""

    path: str
    when: Callable[[Project], bool] = always
    context: Callable[[Project], Mapping[str, object]] = nothing


@dataclass(frozen=True)
class TextFile:
    """A file whose text is made without a template."""

    path: str
    text: Callable[[Project], str]
    when: Callable[[Project], bool] = always


@dataclass(frozen=True)
class KitFile:
    """A module that every project ships as it is."""

    module: str
    when: Callable[[Project], bool] = always

    @property
    def path(self) -> str:
        return f"{self.module}.py"


@dataclass(frozen=True)
class PlannedFile:
    """One file to come. Exactly one of `template`, `kit`, `text` says where its text comes from."""

    path: str
    template: str | None = None
    kit: str | None = None
    text: str | None = None
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ExportPlan:
    """Which files will be made from what with which values. Nothing is rendered yet; paths are inside `folder`."""

    folder: str
    files: tuple[PlannedFile, ...]
