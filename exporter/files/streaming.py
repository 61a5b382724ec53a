"""streaming.py: the names that users look for, as far as their endpoints are on."""

from __future__ import annotations

from collections.abc import Mapping

from ..quoting import assignment, import_block
from .project import Project, TemplateFile


def _context(project: Project) -> Mapping[str, object]:
    streaming = project.agent.streaming
    modules = {"engine": ["StreamingCallbackHandler"]}
    if streaming.sse:
        modules["sse"] = ["stream_sse"]
    if streaming.websocket:
        modules["websocket"] = ["stream_websocket"]
    names = [name for exported in modules.values() for name in exported]
    return {"imports": import_block(modules), "exported": assignment("__all__", names)}


FILE = TemplateFile("streaming.py", context=_context)
