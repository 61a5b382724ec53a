"""From the names of tools in a manifest to names of Python functions, in one pass and without collisions."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# OpenAI refuses longer names of tools; the others allow at least as much.
LONGEST_NAME = 64
UNNAMED = "unnamed_tool"

# The modules that their owner edits, and what tools.py and agent.py import or define themselves.
PROJECT_MODULES = frozenset({"agent", "tools", "memory", "streaming", "callbacks", "server", "tests"})
PROJECT_FUNCTIONS = frozenset(
    {"tool", "call_api", "load_mcp_tools", "build_agent", "create_chat_model", "create_app", "serve"}
    | {"AgentTool", "ToolArguments", "HttpEndpoint", "HttpAuth", "McpServerSettings", "TOOLS", "MCP_SERVERS"}
    | {"Annotated", "Any", "ConfigDict", "Field", "Literal", "WithJsonSchema", "annotations", "os"}
)
PROJECT_NAMES = PROJECT_MODULES | PROJECT_FUNCTIONS
# Written out, so that one manifest gives one project under every version of Python.
BUILTIN_NAMES = frozenset(
    re.findall(
        r"\w+",
        "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod "
        "compile complex delattr dict dir divmod enumerate eval exec exit filter float format frozenset "
        "getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals "
        "map max memoryview min next object oct open ord pow print property quit range repr reversed "
        "round set setattr slice sorted staticmethod str sum super tuple type vars zip",
    )
)


class Reason(StrEnum):
    """Why a tool is called otherwise in the project than in its manifest."""

    MISSING = "missing"
    CHARACTERS = "characters"
    KEYWORD = "keyword"
    BUILTIN = "builtin"
    PROJECT = "project"
    COLLISION = "collision"


@dataclass(frozen=True)
class ToolName:
    """The name of a tool's function; `reason` None means that the manifest's name is kept."""

    name: str
    reason: Reason | None = None
    clash: int | None = None
    """Of a collision: the index of the tool that has the name."""


def _identifier(name: str) -> str:
    # Letters lose their accents rather than themselves.
    plain = unicodedata.normalize("NFKD", name[: 2 * LONGEST_NAME])
    ascii_name = "".join(letter for letter in plain if not unicodedata.combining(letter))
    cleaned = re.sub(r"[^A-Za-z0-9_]+", "_", ascii_name).strip("_")[:LONGEST_NAME].strip("_")
    if not cleaned:
        return UNNAMED
    return f"tool_{cleaned}"[:LONGEST_NAME] if cleaned[0].isdigit() else cleaned


def _single(name: str | None) -> ToolName:
    if not name or not name.strip():
        return ToolName(UNNAMED, Reason.MISSING)
    cleaned = _identifier(name)
    if keyword.iskeyword(cleaned):
        return ToolName(f"{cleaned}_tool", Reason.KEYWORD)
    if cleaned in PROJECT_NAMES:
        return ToolName(f"{cleaned}_tool", Reason.PROJECT)
    if cleaned in BUILTIN_NAMES:
        return ToolName(f"{cleaned}_tool", Reason.BUILTIN)
    return ToolName(cleaned, None if cleaned == name else Reason.CHARACTERS)


def name_tools(names: Sequence[str | None]) -> list[ToolName]:
    """The function's name of each tool, in order; names that meet get `_2`, `_3` …"""
    taken: dict[str, int] = {}
    numbers: dict[str, int] = {}
    result = []
    for index, original in enumerate(names):
        single = _single(original)
        if single.name in taken:
            base = single.name
            number = numbers.get(base, 2)
            while (numbered := f"{base[: LONGEST_NAME - 6]}_{number}") in taken:
                number += 1
            numbers[base] = number + 1
            missing = single.reason is Reason.MISSING
            single = ToolName(
                numbered, Reason.MISSING if missing else Reason.COLLISION, None if missing else taken[base]
            )
        taken[single.name] = index
        result.append(single)
    return result
