"""The tools of an agent, `spec.tools` and then `spec.functions`, as the rules about tools see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporter.nodes import join_pointer
from exporter.rules.rule import Context

from .reading import agent_spec, mapping, text_of

# The kinds of tool that do something by themselves in a project.
HTTP_TYPES = frozenset({"api", "http"})
REAL_TYPES = HTTP_TYPES | {"function", "mcp"}
ENDPOINT_KEYS = ("endpoint", "url")
PARAMETER_KEYS = ("parameters", "input_schema", "inputSchema")


@dataclass(frozen=True)
class ToolEntry:
    """One tool where it is written; `type` is "function" for entries of `spec.functions`."""

    path: str
    tool: dict[str, Any]
    type: str | None

    @property
    def name(self) -> str | None:
        return text_of(self.tool.get("name"))

    @property
    def config(self) -> dict[str, Any]:
        return mapping(self.tool.get("config"))

    def setting(self, *keys: str) -> tuple[str, str] | None:
        """The first of these keys that holds text, in the tool or its `config`: pointer and text."""
        for base, settings in ((self.path, self.tool), (join_pointer(self.path, "config"), self.config)):
            for key in keys:
                text = text_of(settings.get(key))
                if text is not None:
                    return join_pointer(base, key), text
        return None

    @property
    def endpoint(self) -> tuple[str, str] | None:
        return self.setting(*ENDPOINT_KEYS)


def tool_entries(context: Context) -> Iterator[ToolEntry]:
    spec = agent_spec(context)
    for section in ("tools", "functions"):
        entries = spec.get(section)
        for index, tool in enumerate(entries if isinstance(entries, list) else []):
            if isinstance(tool, dict):
                kind = "function" if section == "functions" else text_of(tool.get("type"))
                yield ToolEntry(f"/spec/{section}/{index}", tool, kind)
