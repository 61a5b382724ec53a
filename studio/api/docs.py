"""The API's documentation as one of our pages: without a script, so the strict policy needs no exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


@dataclass(frozen=True)
class Operation:
    """One method of one path, as the page shows it."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    body: str
    answers: tuple[tuple[str, str], ...]


class PlainDocs(DocsBase):
    """Every operation with its body and answers, from the same OpenAPI document that programs read."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema()
        operations = list(operations_of(schema))
        openapi_url = self.get_openapi_url(api, kwargs)
        context = {
            "title": api.title,
            "operations": operations,
            "openapi_url": openapi_url,
            "about": api.description,
        }
        return render(request, "pages/api_docs.html", context)


def operations_of(schema: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            body = (
                operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            )
            yield Operation(
                anchor=operation["operationId"],
                method=method.upper(),
                path=path,
                summary=operation["summary"],
                description=operation.get("description", ""),
                body=outline(body, schema) if body else "",
                answers=tuple(answers_of(operation, schema)),
            )


def answers_of(operation: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for status, answer in operation["responses"].items():
        shape = answer.get("content", {}).get("application/json", {}).get("schema")
        yield str(status), outline(shape, schema) if shape else ""


def outline(shape: dict[str, Any], schema: dict[str, Any]) -> str:
    """The shape as JSON with types in the place of values: what one would write down on paper."""
    return json.dumps(sketch(shape, schema, 0), indent=2, ensure_ascii=False)


def sketch(shape: dict[str, Any], schema: dict[str, Any], depth: int) -> Any:
    if "$ref" in shape:
        name = shape["$ref"].rsplit("/", 1)[1]
        return sketch(schema["components"]["schemas"][name], schema, depth)
    if alternatives := shape.get("anyOf"):
        sketches = [sketch(alternative, schema, depth) for alternative in alternatives]
        structured = [item for item in sketches if not isinstance(item, str)]
        return structured[0] if structured else " or ".join(sketches)
    if shape.get("type") == "array":
        return [sketch(shape.get("items", {}), schema, depth + 1)]
    if properties := shape.get("properties"):
        return {name: sketch(value, schema, depth + 1) for name, value in properties.items()}
    if choices := shape.get("enum"):
        return " or ".join(map(str, choices))
    return shape.get("type", "anything")
