"""server.py: the application, and `python server.py`."""

from __future__ import annotations

from collections.abc import Mapping

from ..quoting import Call
from .project import Project, TemplateFile


def _context(project: Project) -> Mapping[str, object]:
    api, streaming = project.agent.api, project.agent.streaming
    settings: list[tuple[str | None, object]] = [("port", project.port)]
    if streaming.websocket and streaming.websocket_port is not None:
        settings.append(("websocket_port", streaming.websocket_port))
    if api.cors_origins:
        settings.append(("cors_origins", api.cors_origins))
    if api.requests_per_minute is not None:
        settings.append(("requests_per_minute", api.requests_per_minute))
    if api.burst is not None:
        settings.append(("burst", api.burst))
    settings += [("log_level", api.log_level), ("log_format", api.log_format)]
    routers = []
    if streaming.sse:
        routers.append(Call("sse_router", ((None, streaming.sse_path),)))
    if streaming.websocket:
        routers.append(Call("websocket_router", ((None, streaming.websocket_path),)))
    return {"streaming": streaming, "settings": Call("ServerSettings", tuple(settings)), "routers": routers}


FILE = TemplateFile("server.py", context=_context)
