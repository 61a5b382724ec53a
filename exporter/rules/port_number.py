"""A port that cannot be listened on, or one for the WebSocket that is none of its own."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.diagnostics import Severity

from .facts.fixes import remove
from .facts.reading import agent_spec, at
from .facts.streaming_paths import is_on, streaming_section
from .facts.wording import named
from .rule import Context, Finding, Rule

DEFAULT_PORT = 8000
PORT = "/spec/streaming/websocket/port"


def check(context: Context) -> Iterator[Finding]:
    server = at(agent_spec(context), "api", "port")
    if _is_number(server) and not _is_port(server):
        yield Finding(
            _message(server), "/spec/api/port", fix=remove(context, "/spec/api/port", 'Remove "port"')
        )
    port = streaming_section(context, "websocket").get("port")
    if not is_on(context, "websocket") or not _is_number(port):
        return
    fix = remove(context, PORT, 'Remove "port"')
    if not _is_port(port):
        yield Finding(_message(port), PORT, fix=fix)
    elif port == (server if _is_number(server) else DEFAULT_PORT):
        message = f"The WebSocket is served on port {port} anyway, which is the server's own."
        yield Finding(message, PORT, fix=fix, severity=Severity.HINT)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_port(value: object) -> bool:
    return isinstance(value, int) and 1 <= value <= 65535


def _message(port: object) -> str:
    return f"{named(port)} is no port, and left out. Ports are numbers from 1 to 65535."


RULE = Rule(
    id="port-number",
    severity=Severity.WARNING,
    title="A port is out of range, or given without need",
    why="Nothing can listen on such a port, so the default counts. A WebSocket port that equals the"
    " server's is only a hint: there is one"
    " listener, and both are on it.",
    mend="Use a port from 1 to 65535, or leave it out.",
    check=check,
    covers=("open-field",),
)
