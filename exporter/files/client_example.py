"""client-example.py: the streams, the costs and cancelling from Python."""

from __future__ import annotations

from collections.abc import Mapping

from ..quoting import import_block
from .project import Project, TemplateFile


def _context(project: Project) -> Mapping[str, object]:
    api, streaming = project.agent.api, project.agent.streaming
    port = streaming.websocket_port or api.port
    names = [name for name, on in (("SSE", streaming.sse), ("WebSocket", streaming.websocket)) if on]
    standard: dict[str, list[str]] = {"asyncio": [], "json": [], "os": [], "sys": [], "typing": ["Any"]}
    installed: dict[str, list[str]] = {"httpx": []}
    if streaming.websocket:
        installed["websockets.asyncio.client"] = ["connect"]
    return {
        "streaming": streaming,
        "what": " and ".join(names),
        "imports": import_block(standard, installed),
        "base": f"http://127.0.0.1:{api.port}",
        "websocket_base": f"ws://127.0.0.1:{port}" if streaming.websocket else None,
    }


FILE = TemplateFile(
    "client-example.py",
    when=lambda project: project.options.client_example and project.streams,
    context=_context,
)
