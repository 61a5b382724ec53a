"""Which of the kit's modules a project ships: those its own files import, and what these import in turn."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, DEDENT, INDENT, NEWLINE, NL, TokenInfo, generate_tokens

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
    imports = relative_imports((KIT / f"{module}.py").read_text(encoding="utf-8"))
    return tuple(sorted({named.removeprefix(".") for _, named in imports}))


def relative_imports(text: str) -> list[tuple[int, str]]:
    """The line of each `from .sibling import …`, and what it names, as `.sibling`.

    Not by `ast`: in Python 3.11 threads that parse at once fail, and LangChain parses while it loads.
    """
    found = []
    line: list[TokenInfo] = []
    for token in generate_tokens(StringIO(text).readline):
        if token.type == NEWLINE:
            words = [each.string for each in line]
            if words[0] == "from" and words[1].startswith("."):
                found.append((line[0].start[0], "".join(words[1 : words.index("import")])))
            line = []
        elif token.type not in (NL, INDENT, DEDENT, COMMENT):
            line.append(token)
    return found
