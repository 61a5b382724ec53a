"""Every environment variable that a project reads: its name, what it is for, its default."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..agent_plan import ChatModelPlan, EnvRef, EnvText, HttpTool, McpServer
from ..providers import PROVIDERS, Provider
from .kit import kit_modules
from .kit_variables import KIT_VARIABLES, Group, Variable
from .project import Project

REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-?([^{}]*))?\}")
"""As the kit's environment.py reads them."""


def variable_groups(project: Project) -> list[Group]:
    """All variables, each once, in the order a person sets them up."""
    groups = [
        Group("Chat model", tuple(_chat_model_variables(project))),
        Group("Tools", tuple(_tool_variables(project))),
        Group("Memory", tuple(_memory_variables(project))),
    ]
    for module in kit_modules(project):
        groups.extend(KIT_VARIABLES.get(module, ()))
    order = ["Chat model", "Memory", "Tools", "Server"]
    groups.sort(key=lambda group: order.index(group.title) if group.title in order else len(order))
    return _once(groups, _manifest_defaults(project))


def _manifest_defaults(project: Project) -> dict[str, str]:
    """What the manifest says where the kit asks the environment first."""
    api = project.agent.api
    return {"PORT": str(api.port), "LOG_LEVEL": api.log_level, "LOG_FORMAT": api.log_format}


def _once(groups: list[Group], defaults: dict[str, str]) -> list[Group]:
    """Groups of one title together, and of each name the first."""
    seen: set[str] = set()
    by_title: dict[str, list[Variable]] = {}
    for group in groups:
        for variable in group.variables:
            if variable.name not in seen:
                seen.add(variable.name)
                default = variable.default or defaults.get(variable.name)
                by_title.setdefault(group.title, []).append(replace(variable, default=default))
    return [Group(title, tuple(variables)) for title, variables in by_title.items()]


def _chat_model_variables(project: Project) -> Iterator[Variable]:
    for plan in project.chat_models:
        yield from _of_chat_model(plan)


def _of_chat_model(plan: ChatModelPlan) -> Iterator[Variable]:
    provider = PROVIDERS[plan.provider]
    for index, name in enumerate(provider.key_variables):
        if index == 0:
            yield Variable(name, f"The key of {provider.title}.", required=provider.key_required)
        elif provider.key_required:
            yield Variable(name, "The same, under another name.")
    if isinstance(plan.model, EnvRef):
        yield _reference(plan.model, "The name of the chat model.")
    yield from _addresses(plan, provider)
    for value, what in (
        (plan.temperature, "The temperature of the chat model."),
        (plan.max_tokens, "The longest answer, in tokens."),
        (plan.top_p, "The nucleus sampling (top p) of the chat model."),
    ):
        if isinstance(value, EnvRef):
            yield _reference(value, what)
    for extra in provider.environment_arguments:
        yield Variable(extra.variable, f"The {extra.argument} of {provider.title}.", extra.default)


def _addresses(plan: ChatModelPlan, provider: Provider) -> Iterator[Variable]:
    what = f"The address of {provider.title}."
    if isinstance(plan.base_url, EnvRef):
        yield _reference(plan.base_url, what)
    elif plan.base_url is None and (provider.base_url is not None or provider.base_url_required):
        needed = provider.base_url_required
        yield Variable(provider.base_url_variable, what, provider.base_url, required=needed)
    elif plan.base_url is None:
        first, *others = provider.address_variables or (provider.base_url_variable,)
        yield Variable(first, f"Another address of {provider.title} than its own.")
        for name in others:
            yield Variable(name, "The same, under another name.")


def _reference(reference: EnvRef, purpose: str) -> Variable:
    return Variable(reference.variable, purpose, reference.default, required=reference.default is None)


def _tool_variables(project: Project) -> Iterator[Variable]:
    for tool in project.http_tools:
        yield from _of_requests(tool, tool.name, (tool.url, *tool.headers.values()))
    for server in project.agent.mcp_servers:
        yield from _of_requests(
            server, server.name, (server.url, *server.headers.values(), *server.env.values())
        )


def _of_requests(owner: HttpTool | McpServer, name: str, values: tuple[Any, ...]) -> Iterator[Variable]:
    if owner.auth is not None:
        yield Variable(owner.auth.variable, f"The credential for {name}.", required=True)
    for value in values:
        match value:
            case EnvRef():
                yield _reference(value, f"Used by {name}.")
            case EnvText(text=text):
                for variable, default in references_in(text):
                    yield Variable(variable, f"Used by {name}.", default, required=default is None)


def references_in(text: str) -> list[tuple[str, str | None]]:
    """(variable, default) of each reference in a text."""
    return [(found[1], found[2]) for found in REFERENCE.finditer(text)]


def _memory_variables(project: Project) -> Iterator[Variable]:
    backend, plan = project.memory_backend, project.agent.memory
    if backend.url_variable is None:
        return
    what = "The address of the store of the conversations."
    if backend.in_data_folder:
        what = "The file of the conversations, in DATA_DIR unless it is a whole path."
    if plan.url is not None:
        yield Variable(plan.url.variable, what, plan.url.default)
    else:
        yield Variable(backend.url_variable, what, backend.default_url)
