"""spec.streaming → which streams are served, and where."""

from __future__ import annotations

import re

from exporter.agent_plan import StreamingPlan
from exporter.errors import ExporterError

from .place import Place

PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")
# What the server answers itself, by method: a stream there would hide it or never be reached.
TAKEN = frozenset(
    {"/health", "/docs", "/openapi.json", "/cost-summary", "/cost-summary/reset", "/sessions", "/auth"}
    | {"/v1/chat/completions"}
)
TAKEN_BELOW = ("/sessions/", "/chat/runs/", "/docs/")


def plan_streaming(spec: Place, port: int) -> StreamingPlan:
    streaming = spec["streaming"]
    default = StreamingPlan()
    if isinstance(streaming.value, bool):
        on = bool(streaming.flag())
        return StreamingPlan(sse=on, websocket=on)
    all_on = streaming["enabled"].flag() is not False
    sse, sse_path = _stream(streaming["sse"], all_on, default.sse_path)
    websocket, websocket_path = _stream(streaming["websocket"], all_on, default.websocket_path)
    own_port = _port(streaming["websocket"], port) if websocket else None
    return StreamingPlan(sse, sse_path, websocket, websocket_path, own_port)


def _stream(section: Place, all_on: bool, default_path: str) -> tuple[bool, str]:
    flag = section if isinstance(section.value, bool) else section["enabled"]
    on = flag.flag() is not False
    if not (all_on and on):
        section.mark_below("metadata", "switched off")
        return False, default_path
    place = section.first("endpoint", "path")
    path = place.word()
    return True, default_path if path is None else _safe_path(path, place.pointer)


def _safe_path(path: str, pointer: str) -> str:
    if not PATH.fullmatch(path) or ".." in path or len(path) > 200:
        raise ExporterError(
            f'"{pointer}" must be a path like "/chat/stream": letters, digits, "-", "_", ".".'
        )
    if path == "/chat" or path in TAKEN or path.startswith(TAKEN_BELOW):
        raise ExporterError(f'"{pointer}" is "{path}", which the server already uses for something else.')
    return path


def _port(section: Place, server_port: int) -> int | None:
    place = section["port"]
    port = place.integer()
    if port is None or port == server_port:
        return None
    if port > 65535:
        place.mark("unsupported", "expected a port from 1 to 65535")
        return None
    return port
