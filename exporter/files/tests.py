"""tests/: the project's own tests, offline and with a scripted model."""

from __future__ import annotations

from collections.abc import Mapping

from ..quoting import Call, assignment, dotted_name, import_block
from .environment import variable_groups
from .project import Project, TemplateFile


def _wanted(project: Project) -> bool:
    return project.options.tests


def _uses_a_service(project: Project) -> bool:
    return project.memory_backend.compose_service is not None


def _conftest(project: Project) -> Mapping[str, object]:
    agent, backend = project.agent, project.memory_backend
    changed: list[tuple[str | None, object]] = [
        (None, dotted_name("agent.AGENT")),
        ("limits", Call("Limits", ())),
    ]
    if _uses_a_service(project):
        changed.append(("conversations", Call("DictConversations", ())))
    if agent.mcp_servers:
        changed.append(("checks", {}))
    names = [variable.name for group in variable_groups(project) for variable in group.variables]
    return {
        "imports": _conftest_imports(project),
        "variables": assignment("VARIABLES", tuple(names)),
        "memory_file": agent.memory.url.variable if agent.memory.url and backend.key == "sqlite" else None,
        "mcp": bool(agent.mcp_servers),
        "fallbacks": bool(agent.fallbacks),
        "definition": Call("replace", tuple(changed)),
    }


def _conftest_imports(project: Project) -> object:
    standard = {
        "os": (),
        "tempfile": (),
        "collections.abc": ["Iterator"],
        "dataclasses": ["replace"],
        "pathlib": ["Path"],
    }
    installed: dict[str, list[str]] = {"pytest": [], "fastapi.testclient": ["TestClient"]}
    own = {"tests.scripted_model": ["ScriptedModel"]}
    if project.agent.mcp_servers:
        installed["langchain_core.tools"] = ["BaseTool"]
    if _uses_a_service(project):
        own["tests.store"] = ["DictConversations"]
    return import_block(standard, installed, own)


def _streaming(project: Project) -> Mapping[str, object]:
    streaming = project.agent.streaming
    standard: dict[str, list[str]] = {"typing": ["Any"]}
    if streaming.sse:
        standard["json"] = []
    installed = {"fastapi.testclient": ["TestClient"], "langchain_core.messages": ["AIMessage"]}
    own = {"tests.scripted_model": ["ScriptedModel"]}
    return {"streaming": streaming, "imports": import_block(standard, installed, own)}


FILES = (
    TemplateFile("tests/__init__.py", when=_wanted),
    TemplateFile("tests/scripted_model.py", when=_wanted),
    TemplateFile("tests/conftest.py", when=_wanted, context=_conftest),
    TemplateFile(
        "tests/store.py",
        when=lambda project: _wanted(project) and _uses_a_service(project),
        context=lambda project: {"title": project.memory_backend.title},
    ),
    TemplateFile("tests/test_agent.py", when=_wanted),
    TemplateFile("tests/test_costs.py", when=_wanted),
    TemplateFile(
        "tests/test_memory.py",
        when=lambda project: _wanted(project) and project.agent.memory.backend != "none",
    ),
    TemplateFile("tests/test_server.py", when=_wanted),
    TemplateFile(
        "tests/test_streaming.py",
        when=lambda project: (
            _wanted(project) and (project.agent.streaming.sse or project.agent.streaming.websocket)
        ),
        context=_streaming,
    ),
    TemplateFile("tests/test_tools.py", when=lambda project: _wanted(project) and bool(project.agent.tools)),
)
