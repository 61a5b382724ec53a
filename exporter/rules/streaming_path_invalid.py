"""A streaming endpoint that is no path of the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from exporter.diagnostics import Severity

from .facts.fixes import replace_value
from .facts.streaming_paths import DEFAULT_PATHS, is_on, written_endpoint
from .facts.wording import named
from .rule import Context, Finding, Rule

PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")


def check(context: Context) -> Iterator[Finding]:
    for kind, default in DEFAULT_PATHS.items():
        written = written_endpoint(context, kind) if is_on(context, kind) else None
        if written is None or _is_path(written[1]):
            continue
        pointer, endpoint = written
        path = _path_of(endpoint) or default
        yield Finding(
            f'{named(endpoint)} is no path of this server. Write one that begins with "/", such as "{path}".',
            pointer,
            fix=replace_value(context, pointer, path, f'Change it to "{path}"'),
        )


def _is_path(text: str) -> bool:
    return PATH.fullmatch(text) is not None and ".." not in text and len(text) <= 200


def _path_of(endpoint: str) -> str | None:
    """The path that was probably meant: of a URL its path, of `chat/stream` the same with a slash."""
    try:
        path = urlsplit(endpoint.strip()).path
    except ValueError:
        return None
    candidate = "/" + path.strip("/")
    return candidate if _is_path(candidate) else None


RULE = Rule(
    id="streaming-path-invalid",
    severity=Severity.ERROR,
    title="A streaming endpoint is no path",
    why="The server can serve paths only: beginning with a slash, of letters, digits and `. _ ~ -`.",
    mend="Write a path such as `/chat/stream`.",
    check=check,
    covers=("open-field",),
)
