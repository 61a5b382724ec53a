"""memory.py: where conversations are kept."""

from __future__ import annotations

from collections.abc import Mapping

from ..quoting import Call, import_block
from .chat_models import from_environment
from .project import Project, TemplateFile


def _context(project: Project) -> Mapping[str, object]:
    backend, plan = project.memory_backend, project.agent.memory
    arguments: list[tuple[str | None, object]] = []
    own: dict[str, list[str]] = {backend.module: [backend.class_name]}
    if backend.url_variable is not None:
        variable = plan.url.variable if plan.url else backend.url_variable
        default = plan.url.default if plan.url else backend.default_url
        address = from_environment(variable, default)
        own["settings"] = ["setting"]
        if backend.in_data_folder:
            address = Call("data_file", ((None, address),))
            own["settings"].append("data_file")
        arguments.append((None, address))
    if backend.compose_service is not None:
        arguments.append(("agent", project.agent.name))
    if backend.key != "none":
        arguments.append(("window", _window(project)))
        own["context_window"] = ["ContextWindow"]
        if plan.ttl_seconds is not None:
            arguments.append(("ttl_seconds", plan.ttl_seconds))
    store = Call(backend.class_name, tuple(arguments))
    return {"title": backend.title, "store": store, "imports": import_block(own)}


def _window(project: Project) -> Call:
    plan = project.agent.memory
    if project.summarises:
        return Call("ContextWindow", ())
    arguments: list[tuple[str | None, object]] = [("messages", plan.window_messages)]
    if plan.max_tokens is not None:
        arguments.append(("tokens", plan.max_tokens))
    return Call("ContextWindow", tuple(arguments))


FILE = TemplateFile("memory.py", context=_context)
