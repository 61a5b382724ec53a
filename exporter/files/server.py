"""server.py: the application, and `python server.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..quoting import Call, Spread, import_block, python_name
from .project import Project, TemplateFile

OBSERVERS = {
    "langsmith_callbacks": "observability",
    "langfuse_callbacks": "observability_langfuse",
    "otel_callbacks": "observability_otel",
}
"""The functions that make LangChain callbacks, and the kit modules they come from."""


def _context(project: Project) -> Mapping[str, object]:
    streaming = project.agent.streaming
    routers = []
    if streaming.sse:
        routers.append(Call("sse_router", ((None, streaming.sse_path),)))
    if streaming.websocket:
        routers.append(Call("websocket_router", ((None, streaming.websocket_path),)))
    observers = _observers(project)
    named = (python_name("AGENT"), python_name("SETTINGS"), python_name("ROUTERS"))
    arguments: list[tuple[str | None, object]] = [(None, name) for name in named]
    calls = [Call(function, ()) for function in observers]
    arguments.append(("callbacks", calls[0] if len(calls) == 1 else [Spread(call) for call in calls]))
    return {
        "settings": _settings(project),
        "routers": routers,
        "app": Call("create_app", tuple(arguments)),
        "imports": import_block({"fastapi": ["APIRouter"]}, _imports(project, observers)),
    }


def _observers(project: Project) -> list[str]:
    wanted = {
        "langfuse_callbacks": project.traces_to_langfuse,
        "otel_callbacks": project.traces_to_opentelemetry,
    }
    return [function for function in OBSERVERS if wanted.get(function, True)]


def _imports(project: Project, observers: list[str]) -> Mapping[str, Iterable[str]]:
    modules = {"agent": ["AGENT"], "api": ["ServerSettings", "create_app", "serve"]}
    if project.agent.streaming.sse:
        modules["sse"] = ["sse_router"]
    if project.agent.streaming.websocket:
        modules["websocket"] = ["websocket_router"]
    return modules | {OBSERVERS[function]: [function] for function in observers}


def _settings(project: Project) -> Call:
    api, streaming = project.agent.api, project.agent.streaming
    arguments: list[tuple[str | None, object]] = [("port", api.port)]
    if streaming.websocket and streaming.websocket_port is not None:
        arguments.append(("websocket_port", streaming.websocket_port))
    if api.cors_origins:
        arguments.append(("cors_origins", api.cors_origins))
    if api.requests_per_minute is not None:
        arguments.append(("requests_per_minute", api.requests_per_minute))
    if api.burst is not None:
        arguments.append(("burst", api.burst))
    arguments += [("log_level", api.log_level), ("log_format", api.log_format)]
    return Call("ServerSettings", tuple(arguments))


FILE = TemplateFile("server.py", context=_context)
