"""The wire protocol as an OpenAPI document, from the very shapes that check requests."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from exporter.kit.bodies import (
    ChatAnswer,
    ChatRequest,
    CostSummaryBody,
    ErrorBody,
    ResetBody,
    RunState,
    SessionBody,
    SessionList,
    ToolAnswer,
)
from exporter.kit.openai_bodies import CompletionRequest

SHAPES: tuple[type[BaseModel], ...] = (
    ChatRequest,
    ChatAnswer,
    RunState,
    ToolAnswer,
    CostSummaryBody,
    ResetBody,
    SessionList,
    SessionBody,
    CompletionRequest,
    ErrorBody,
)
STREAM = "text/event-stream"


def describe(name: str, title: str, address: str) -> dict[str, Any]:
    """The document of one agent."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title or name,
            "version": "1",
            "description": f"The agent {name}, in the playground.",
        },
        "servers": [{"url": address}],
        "paths": dict(_paths()),
        "components": {"schemas": _schemas()},
    }


def _paths() -> list[tuple[str, dict[str, Any]]]:
    session = _query("session_id")
    message = [_query("message", required=True), session, _query("client_message_id"), _query("on_busy")]
    return [
        ("/chat", {"post": _operation("Answer a message", ChatRequest, ChatAnswer)}),
        (
            "/chat/stream",
            {
                "get": _operation("Stream an answer", None, STREAM, message),
                "post": _operation("Stream an answer, the message out of the address", ChatRequest, STREAM),
            },
        ),
        (
            "/chat/runs/{run_id}/stream",
            {"get": _operation("Go on with a run", None, STREAM, [_in_path("run_id"), _query("after")])},
        ),
        (
            "/chat/runs/{run_id}/cancel",
            {"post": _operation("Stop a run", None, RunState, [_in_path("run_id")], 202)},
        ),
        (
            "/chat/runs/{run_id}/tools/{call_id}",
            {
                "post": _operation(
                    "Answer a waiting tool",
                    ToolAnswer,
                    RunState,
                    [_in_path("run_id"), _in_path("call_id")],
                    202,
                )
            },
        ),
        ("/cost-summary", {"get": _operation("Costs of the period", None, CostSummaryBody, [session])}),
        ("/cost-summary/reset", {"post": _operation("Begin a period", None, ResetBody, [session])}),
        ("/sessions", {"get": _operation("Your sessions", None, SessionList)}),
        (
            "/sessions/{session_id}",
            {
                "get": _operation("A session", None, SessionBody, [_in_path("session_id")]),
                "delete": _operation("Forget a session", None, None, [_in_path("session_id")], 204),
            },
        ),
        ("/health", {"get": _operation("Whether the agent can answer", None, "json")}),
        (
            "/v1/chat/completions",
            {"post": _operation("OpenAI's chat completions", CompletionRequest, "json")},
        ),
    ]


def _operation(
    summary: str,
    body: type[BaseModel] | None,
    answer: type[BaseModel] | str | None,
    parameters: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> dict[str, Any]:
    good: dict[str, Any] = {"description": summary}
    if answer == STREAM:
        good["content"] = {STREAM: {}}
    elif isinstance(answer, str):
        good["content"] = {"application/json": {}}
    elif answer is not None:
        good["content"] = {"application/json": {"schema": _reference(answer)}}
    bad = {
        "description": "What went wrong",
        "content": {"application/json": {"schema": _reference(ErrorBody)}},
    }
    operation: dict[str, Any] = {"summary": summary, "responses": {str(status): good, "4XX": bad, "5XX": bad}}
    if parameters:
        operation["parameters"] = parameters
    if body is not None:
        content = {"application/json": {"schema": _reference(body)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _query(name: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": {"type": "string"}}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _reference(shape: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _schemas() -> dict[str, Any]:
    schemas: dict[str, Any] = {}
    for shape in SHAPES:
        schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[shape.__name__] = schema
    return schemas
