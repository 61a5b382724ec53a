"""Tools of type api or http → one HTTP request each."""

from __future__ import annotations

import re
from typing import Any

from exporter.agent_plan import EnvRef, EnvText, HttpTool
from exporter.rules.facts.environment import REFERENCE
from exporter.rules.facts.secret_patterns import find_secret

from .addresses import as_written, web_address
from .auth import HEADER, plan_auth
from .durations import seconds
from .openapi_parameters import openapi_parameters
from .parameters import plan_parameters
from .place import Place

ENDPOINTS = ("endpoint", "url", "config.endpoint", "config.url", "handler.endpoint", "handler.url")
METHODS = ("method", "config.method", "handler.method")
TIMEOUTS = ("timeout", "config.timeout", "timeout_seconds", "config.timeout_seconds")
KNOWN_METHODS = {method.lower(): method for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")}
PATH_PARAMETER = re.compile(r"(?<!\$)\{([^{}]+)\}")
CARRIES_CREDENTIAL = re.compile(r"authorization|api-?key|token|secret|cookie", re.I)


def plan_http_tool(tool: Place, name: str, original_name: str) -> HttpTool | None:
    """None where there is no address to call."""
    url = web_address(tool.first(*ENDPOINTS))
    if url is None:
        return None
    parameters, places = openapi_parameters(tool) or (plan_parameters(tool), {})
    parameters = _with_path_parameters(parameters, url)
    method = tool.first(*METHODS).choice(KNOWN_METHODS, "no method we know")
    return HttpTool(
        name=name,
        original_name=original_name,
        description=(tool["description"].text() or "").strip(),
        parameters=parameters,
        path=tool.pointer,
        method=method or _usual_method(parameters, url),
        url=url,
        headers=plan_headers(tool.first("headers", "config.headers")),
        places=places,
        auth=plan_auth(tool, name),
        timeout=seconds(tool.first(*TIMEOUTS)) or HttpTool.timeout,
        max_bytes=tool.first("max_bytes", "config.max_bytes").integer() or HttpTool.max_bytes,
    )


def plan_headers(section: Place) -> dict[str, str | EnvRef | EnvText]:
    """Headers that are safe to write down; one that holds a credential has to be a reference."""
    headers: dict[str, str | EnvRef | EnvText] = {}
    for name, place in section.fields().items():
        text = place.text()
        if text is None:
            continue
        if not HEADER.fullmatch(name) or not text.isprintable():
            place.mark("unsupported", "no header that can be sent")
        elif not REFERENCE.search(text) and (CARRIES_CREDENTIAL.search(name) or find_secret(text)):
            place.mark("unsupported", "a credential has no place in a manifest: write ${A_VARIABLE}")
        else:
            headers[name] = as_written(text)
    return headers


def _with_path_parameters(parameters: dict[str, Any], url: str | EnvRef | EnvText) -> dict[str, Any]:
    """Each `{name}` of the address is an argument that has to be given."""
    names = path_parameters(url)
    if not names:
        return parameters
    known = parameters["properties"]
    missing = {name: {"type": "string"} for name in names if name not in known}
    required = list(dict.fromkeys([*parameters.get("required", []), *names]))
    return {**parameters, "properties": {**known, **missing}, "required": required}


def path_parameters(url: str | EnvRef | EnvText) -> list[str]:
    text = url.text if isinstance(url, EnvText) else url if isinstance(url, str) else url.default or ""
    return PATH_PARAMETER.findall(REFERENCE.sub("", text))


def _usual_method(parameters: dict[str, Any], url: str | EnvRef | EnvText) -> str:
    """Arguments beyond those in the address are sent as a body; without any, the request only reads."""
    return "POST" if parameters["properties"].keys() - set(path_parameters(url)) else "GET"
