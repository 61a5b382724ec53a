"""Arguments written the way OpenAPI writes them: a list of `{name, in, schema}`, and a `requestBody`."""

from __future__ import annotations

from typing import Any, Literal

from .parameters import no_arguments, normalised
from .place import Place

Places = dict[str, Literal["query", "header", "body"]]

BODY = "requestBody.content"
IN: dict[str, Literal["query", "header", "body"]] = {"query": "query", "header": "header", "body": "body"}


def openapi_parameters(tool: Place) -> tuple[dict[str, Any], Places] | None:
    """The schema of all arguments and where each one goes; None where they are not written like this."""
    listed, body = tool["parameters"], _body(tool)
    if not isinstance(listed.value, list) and body is None:
        return None
    schema = no_arguments()
    required: list[str] = []
    places: Places = {}
    if body is not None:
        inner = normalised(body)
        schema["properties"] |= inner["properties"]
        required += inner.get("required", [])
        places |= dict.fromkeys(inner["properties"], "body")
    for entry in listed.items():
        name = entry["name"].word()
        if name is None:
            entry.mark("unsupported", "has no name")
            continue
        described = dict(entry["schema"].whole() or {}) if entry["schema"].is_mapping else {}
        if (text := entry["description"].text()) is not None:
            described.setdefault("description", text)
        schema["properties"][name] = described or {"type": "string"}
        if entry["required"].flag():
            required.append(name)
        place = entry["in"].choice({**IN, "path": "path"}, 'expected "path", "query", "header" or "body"')
        if place in IN:
            places[name] = IN[place]
    if required:
        schema["required"] = list(dict.fromkeys(required))
    return schema, places


def _body(tool: Place) -> Place | None:
    content = tool.at(BODY)
    for kind in ("application/json", "*/*"):
        if content[kind]["schema"].exists:
            return content[kind]["schema"]
    return None
