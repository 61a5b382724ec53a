"""Which of the kit's modules a project ships: those its own files import, and what these import in turn."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .chat_models import asks_for_settings
from .project import KitFile, Project

KIT = Path(__file__).parent.parent / "kit"
KIT_FILES: tuple[KitFile, ...] = (
    KitFile("api"),
    KitFile("callbacks"),
    KitFile("context_window", when=lambda project: project.agent.memory.backend != "none"),
    KitFile("chat_models", when=lambda project: asks_for_settings(project.chat_models)),
    KitFile("limits"),
    KitFile("sse", when=lambda project: project.agent.streaming.sse),
    KitFile("websocket", when=lambda project: project.agent.streaming.websocket),
    KitFile("observability"),
    KitFile("observability_langfuse", when=lambda project: project.traces_to_langfuse),
    KitFile("observability_otel", when=lambda project: project.traces_to_opentelemetry),
    KitFile("pii", when=lambda project: bool(project.agent.pii)),
    KitFile("summaries", when=lambda project: project.summarises),
    KitFile("tool_arguments"),
    KitFile("tools_http", when=lambda project: bool(project.http_tools)),
    KitFile("tools_mcp", when=lambda project: bool(project.agent.mcp_servers)),
)
"""The modules that generated files import, and when they do."""


def kit_modules(project: Project) -> list[str]:
    """Every kit module of this project."""
    asked = [file.module for file in KIT_FILES if file.when(project)]
    return with_siblings([*asked, project.memory_backend.module])


def with_siblings(modules: Iterable[str]) -> list[str]:
    """The modules and all that they import from the kit, directly or not."""
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting.extend(siblings(module))
    return sorted(found)


@cache
def siblings(module: str) -> tuple[str, ...]:
    """What a kit module imports from the kit."""
    tree = ast.parse((KIT / f"{module}.py").read_text(encoding="utf-8"))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return tuple(sorted({node.module for node in imports if node.level and node.module}))
