"""Every error as JSON of one shape; below /v1 in OpenAI's shape."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from .errors import AgentError
from .openai_bodies import openai_error
from .security import error_headers

# Kinds of fault that concern the whole body.
NO_OBJECT = frozenset({"json_invalid", "model_attributes_type"})
CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


def install_error_answers(app: FastAPI) -> None:
    app.add_exception_handler(AgentError, _agent_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _our_fault)


def _answer(request: Request, error: AgentError, headers: dict[str, str] | None = None) -> JSONResponse:
    body = openai_error(error) if request.url.path.startswith("/v1/") else error.as_dict()
    named = {name.decode(): value.decode() for name, value in error_headers(error)}
    return JSONResponse(body, error.status, {**(headers or {}), **named})


async def _agent_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AgentError)
    return _answer(request, error)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    """What was sent is not repeated: it may hold anything."""
    assert isinstance(error, RequestValidationError)
    faults = [_fault(each) for each in error.errors()]
    fields = [{"field": field, "message": message} for field, message in faults]
    field, message = faults[0]
    sentence = f'"{field}": {message}' if field else message
    return _answer(request, AgentError(sentence, error_type="invalid_request", status=422, fields=fields))


def _fault(error: dict[str, Any]) -> tuple[str, str]:
    if error["type"] in NO_OBJECT:
        return "", "The body has to be a JSON object, sent as application/json."
    return ".".join(str(part) for part in error["loc"][1:]), error["msg"]


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = CODES.get(error.status_code, "http_error")
    known = AgentError(str(error.detail), error_type=code, status=error.status_code)
    return _answer(request, known, dict(error.headers or {}))


async def _our_fault(request: Request, error: Exception) -> JSONResponse:
    return _answer(request, AgentError("The server failed. Its log says more."))
