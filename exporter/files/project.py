"""What every generated file may look at: the agent's plan, the user's options, what follows from both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..agent_plan import AgentPlan, ChatModelPlan, FunctionTool, HttpTool
from ..memory import MEMORY_BACKENDS, MemoryBackend
from ..options import ExportOptions
from ..plan import Coverage
from ..providers import PROVIDERS, Provider
from ..quoting import PlainSource, project_name


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
    def summarises(self) -> bool:
        """Whether long conversations are summed up, and not cut."""
        return self.agent.memory.strategy == "summary" and self.agent.memory.backend != "none"

    @property
    def traces_to_langfuse(self) -> bool:
        return self.options.langfuse or self.agent.tracing.langfuse

    @property
    def traces_to_opentelemetry(self) -> bool:
        return self.options.opentelemetry or self.agent.tracing.opentelemetry

    @property
    def streams(self) -> bool:
        """Whether there is a stream of any kind."""
        return self.agent.streaming.sse or self.agent.streaming.websocket

    @cached_property
    def lock_sets(self) -> tuple[str, ...]:
        """The sets of requirements on top of the base, by name."""
        wanted = {provider.lock_set for provider in self.providers} | {self.memory_backend.lock_set}
        wanted |= {"mcp"} if self.agent.mcp_servers else set()
        wanted |= {"langfuse"} if self.traces_to_langfuse else set()
        wanted |= {"opentelemetry"} if self.traces_to_opentelemetry else set()
        wanted |= {"test"} if self.options.tests else set()
        return tuple(sorted(name for name in wanted if name is not None))


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
    """Which files will be made, from what, with which values; paths are inside `folder`."""

    folder: str
    files: tuple[PlannedFile, ...]
