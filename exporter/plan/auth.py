"""A tool's `auth` → which variable holds the credential, and how it is sent; never the credential itself."""

from __future__ import annotations

import re
from typing import Literal

from exporter.agent_plan import HttpAuth
from exporter.rules.facts.environment import whole_reference

from .place import Place

KINDS: dict[str, Literal["bearer", "basic", "api_key"]] = {
    "bearer": "bearer",
    "token": "bearer",
    "oauth": "bearer",
    "oauth2": "bearer",
    "basic": "basic",
    "api_key": "api_key",
    "apikey": "api_key",
}
VARIABLE = re.compile(r"(?:env:)?([A-Z][A-Z0-9_]{1,99})")
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,99}")
CREDENTIALS = (
    "credentials",
    "token_env",
    "tokenEnv",
    "env",
    "variable",
    "tokenPath",
    "token",
    "key",
    "value",
)
API_KEY_HEADER = "X-API-Key"


def plan_auth(tool: Place, name: str) -> HttpAuth | None:
    """None for `type: none`, for ways we cannot do (mTLS), and where nothing is written."""
    auth = tool.first("auth", "config.auth", "authentication")
    if not auth.is_mapping:
        return None
    if auth["type"].value == "none":
        auth["type"].mark("honoured")
        return None
    kind = auth["type"].choice(KINDS, "no way to authenticate that a project can do by itself")
    if kind is None:
        return None
    variable = (
        _variable(auth.first(*CREDENTIALS)) or f"{name.upper()}_{'KEY' if kind == 'api_key' else 'TOKEN'}"
    )
    return HttpAuth(kind, variable, _header(auth, kind))


def _variable(place: Place) -> str | None:
    if not place.exists or not isinstance(place.value, str):
        return None
    reference = whole_reference(place.value)
    if reference is not None:
        place.mark("honoured", f"read from {reference.variable} when the project runs")
        return reference.variable
    found = VARIABLE.fullmatch(place.value.strip())
    if found is None:
        place.mark("unsupported", "names no environment variable; a credential has no place in a manifest")
        return None
    place.mark("honoured", f"read from {found[1]} when the project runs")
    return found[1]


def _header(auth: Place, kind: str) -> str:
    place = auth.first("header", "headerName", "header_name")
    name = place.word()
    if name is not None and HEADER.fullmatch(name):
        return name
    place.mark("unsupported", "no name of a header")
    return API_KEY_HEADER if kind == "api_key" else "Authorization"
