"""What to call the environment variable that takes the place of a secret."""

from __future__ import annotations

import re
from typing import Any

from exporter.nodes import split_pointer

from .reading import text_of

# Keys that do not say whose secret it is; what stands around them does.
GENERIC = frozenset(
    {
        "url",
        "uri",
        "key",
        "token",
        "value",
        "password",
        "secret",
        "credentials",
        "endpoint",
        "apikey",
        "authorization",
    }
)
PASSED_OVER = frozenset(
    {"spec", "tools", "config", "auth", "authentication", "headers", "env", "server", "persistence"}
)


def variable_for(path: str, document: Any) -> str:
    """`ORDERS_TOKEN` for the token in the auth of the tool `orders`; `MEMORY_URL` for /spec/memory/url."""
    parts = split_pointer(path)
    last = _upper(next((part for part in reversed(parts) if not part.isdecimal()), ""))
    if last.replace("_", "").lower() in GENERIC:
        owner = _owner(parts, document)
        last = f"{owner}_{last}" if owner else last
    return last if last and not last[0].isdigit() else "SECRET"


def _owner(parts: list[str], document: Any) -> str:
    """The name of the nearest thing around that has one, else the nearest key that says something."""
    values = [document]
    for part in parts[:-1]:
        value = values[-1]
        values.append(value[int(part)] if isinstance(value, list) else value.get(part))
    for part, value in reversed(list(zip(parts[:-1], values[1:], strict=True))):
        name = text_of(value.get("name")) if isinstance(value, dict) else None
        if name is not None or (part not in PASSED_OVER and not part.isdecimal()):
            return _upper(name or part)
    return ""


def _upper(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name[:40])
    return re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_").upper()
