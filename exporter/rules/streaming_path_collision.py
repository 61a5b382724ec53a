"""A streaming path on which something else is already served."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Fix, Severity

from .facts.fixes import replace_value
from .facts.streaming_paths import DEFAULT_PATHS, TITLES, StreamingPath, streaming_paths, streaming_section
from .facts.wording import named
from .rule import Context, Finding, Rule

# What every exported server serves; below those with a slash at the end everything is taken.
RESERVED = frozenset(
    {
        "/chat",
        "/cost-summary",
        "/cost-summary/reset",
        "/sessions",
        "/health",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/auth",
    }
)
RESERVED_BELOW = ("/chat/runs/", "/sessions/", "/v1/", "/docs/")


def check(context: Context) -> Iterator[Finding]:
    paths = streaming_paths(context)
    for path in paths:
        plain = _plain(path.path)
        if path.written and (plain in RESERVED or f"{plain}/".startswith(RESERVED_BELOW)):
            message = (
                f"{TITLES[path.kind]} cannot be at {named(path.path)}: another endpoint of the project"
                " is there."
            )
            yield Finding(message, path.pointer, fix=_fix(context, path))
    if len(paths) == 2 and _plain(paths[0].path) == _plain(paths[1].path):
        yield from _same(context, paths[0], paths[1])


def _same(context: Context, sse: StreamingPath, websocket: StreamingPath) -> Iterator[Finding]:
    port = streaming_section(context, "websocket").get("port")
    path = websocket if websocket.written else sse
    if port is None and _plain(path.path) not in RESERVED:
        message = f"Server-sent events and the WebSocket are both at {named(path.path)}. Move one of them."
        yield Finding(message, path.pointer, fix=_fix(context, path), severity=Severity.WARNING)


def _plain(path: str) -> str:
    return "/" + path.strip("/")


def _fix(context: Context, path: StreamingPath) -> Fix | None:
    default = DEFAULT_PATHS[path.kind]
    other = "websocket" if path.kind == "sse" else "sse"
    if any(taken.kind == other and taken.path == default for taken in streaming_paths(context)):
        return None
    return replace_value(context, path.pointer, default, f'Move it to "{default}"')


RULE = Rule(
    id="streaming-path-collision",
    severity=Severity.ERROR,
    title="A streaming path is taken",
    why="The server answers there itself, so that one of the two would never be reached. Both streams on"
    " one path do"
    " work, and are a warning: many proxies cannot tell them apart.",
    mend="Move the stream to a path of its own, such as `/chat/stream` or `/chat/ws`.",
    check=check,
    covers=("open-field",),
)
