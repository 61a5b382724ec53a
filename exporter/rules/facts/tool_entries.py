"""The tools of an agent, `spec.tools` and then `spec.functions`, as the rules about tools see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporter.nodes import join_pointer
from exporter.rules.rule import Context

from .reading import agent_spec, at, mapping, text_of

HTTP_TYPES = frozenset({"api", "http"})
# The types that do something by themselves in a project.
REAL_TYPES = HTTP_TYPES | {"function", "mcp"}
# Where manifests write these; the first that is there counts.
ENDPOINTS = ("endpoint", "url", "config.endpoint", "config.url", "handler.endpoint", "handler.url")
METHODS = ("method", "config.method", "handler.method")
PARAMETER_KEYS = ("parameters", "input_schema", "inputSchema")


@dataclass(frozen=True)
class ToolEntry:
    """One tool where it is written. `kind` is its type in lower case, or what its other fields make of it."""

    path: str
    tool: dict[str, Any]
    kind: str

    @property
    def name(self) -> str | None:
        return text_of(self.tool.get("name"))

    @property
    def type(self) -> str | None:
        return text_of(self.tool.get("type"))

    @property
    def in_functions(self) -> bool:
        return self.path.startswith("/spec/functions/")

    @property
    def calls_http(self) -> bool:
        return self.kind in HTTP_TYPES

    @property
    def endpoint(self) -> tuple[str, str] | None:
        return self.setting(*ENDPOINTS)

    def setting(self, *places: str) -> tuple[str, str] | None:
        """Pointer and text of the first of these places that holds text."""
        for place in places:
            keys = place.split(".")
            text = text_of(at(self.tool, *keys))
            if text is not None:
                return "/".join((self.path, *keys)), text
        return None


def tool_entries(context: Context) -> Iterator[ToolEntry]:
    spec = agent_spec(context)
    for section in ("tools", "functions"):
        entries = spec.get(section)
        pairs = (
            entries.items()
            if isinstance(entries, dict)
            else enumerate(entries if isinstance(entries, list) else [])
        )
        for part, tool in pairs:
            if isinstance(tool, dict):
                kind = "function" if section == "functions" else _kind(tool)
                yield ToolEntry(join_pointer(f"/spec/{section}", part), tool, kind)


def _kind(tool: dict[str, Any]) -> str:
    written = text_of(tool.get("type"))
    if written is not None:
        return written.strip().lower()
    if at(tool, "source", "type") == "mcp":
        return "mcp"
    return "http" if mapping(tool).keys() & {"endpoint", "url"} else "function"
