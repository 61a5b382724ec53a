"""The paths on which an agent streams: as the manifest moves them, or the defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exporter.rules.rule import Context

from .environment import with_defaults
from .reading import agent_spec, at, mapping, written

DEFAULT_PATHS = {"sse": "/chat/stream", "websocket": "/chat/ws"}
TITLES = {"sse": "Server-sent events", "websocket": "The WebSocket"}


@dataclass(frozen=True)
class StreamingPath:
    """Where one way of streaming is; `pointer` leads to the path, which may be only the default."""

    kind: str
    pointer: str
    path: str
    written: bool


def streaming_section(context: Context, kind: str) -> dict[str, Any]:
    return mapping(at(agent_spec(context), "streaming", kind))


def is_on(context: Context, kind: str) -> bool:
    streaming = agent_spec(context).get("streaming")
    flags = (streaming, at(streaming, "enabled"), at(streaming, kind), at(streaming, kind, "enabled"))
    return not any(flag is False for flag in flags)


def written_endpoint(context: Context, kind: str) -> tuple[str, str] | None:
    """Pointer and text of an endpoint under either of its names; references read as their defaults."""
    section = streaming_section(context, kind)
    key = "endpoint" if section.get("endpoint") is not None else "path"
    text = written(section.get(key))
    decided = None if text is None else with_defaults(text)
    return (
        None if decided is None or not decided.strip() else (f"/spec/streaming/{kind}/{key}", decided.strip())
    )


def streaming_paths(context: Context) -> list[StreamingPath]:
    """Of those that are on."""
    paths = []
    for kind, default in DEFAULT_PATHS.items():
        if is_on(context, kind):
            endpoint = written_endpoint(context, kind)
            pointer, path = endpoint or ("", default)
            paths.append(StreamingPath(kind, pointer, path, endpoint is not None))
    return paths
