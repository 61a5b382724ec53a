"""The one JSON error shape, `{"error": {"code", "message", …}}`; every failure under /api gets it."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.deprecation import MiddlewareMixin
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from exporter.kit.errors import AgentError
from studio.access import AgentNotFoundError, RoleTooLowError
from studio.agents import RevisionConflictError, TextNotStorableError


class ApiError(Exception):
    """Raised by a route that cannot answer; `details` become further fields of the error."""

    def __init__(self, status: int, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details


def error_response(status: int, code: str, message: str, **details: Any) -> HttpResponse:
    return JsonResponse({"error": {"code": code, "message": message, **details}}, status=status)


def field_of(place: Sequence[Any]) -> str:
    """A body's place begins with "body" and the parameter's name, that of a query with "query" alone."""
    return ".".join(str(part) for part in place[2 if place[0] == "body" else 1 :])


def register_error_handlers(api: NinjaAPI) -> None:
    @api.exception_handler(ApiError)
    def on_api_error(request: HttpRequest, error: ApiError) -> HttpResponse:
        return error_response(error.status, error.code, error.message, **error.details)

    @api.exception_handler(AgentError)
    def on_agent_error(request: HttpRequest, error: AgentError) -> HttpResponse:
        return error_response(error.status, error.error_type, error.message, **error.details)

    @api.exception_handler(AgentNotFoundError)
    def on_no_agent(request: HttpRequest, error: AgentNotFoundError) -> HttpResponse:
        return error_response(404, "no_such_agent", str(error))

    @api.exception_handler(RoleTooLowError)
    def on_low_role(request: HttpRequest, error: RoleTooLowError) -> HttpResponse:
        return error_response(403, "role_too_low", str(error))

    @api.exception_handler(RevisionConflictError)
    def on_conflict(request: HttpRequest, error: RevisionConflictError) -> HttpResponse:
        return error_response(409, "revision_conflict", str(error), newest=error.newest)

    @api.exception_handler(TextNotStorableError)
    def on_unstorable_text(request: HttpRequest, error: TextNotStorableError) -> HttpResponse:
        return error_response(422, "not_storable", str(error))

    @api.exception_handler(ValidationError)
    def on_invalid_request(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = [{"field": field_of(item["loc"]), "message": item["msg"]} for item in error.errors]
        message = "; ".join(f'"{item["field"]}": {item["message"]}' for item in fields)
        return error_response(422, "invalid_request", message, fields=fields)

    @api.exception_handler(HttpError)
    def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
        return error_response(error.status_code, code, str(error))

    @api.exception_handler(RequestDataTooBig)
    def on_too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return error_response(413, "too_large", "The request is too large.")


class ApiErrorMiddleware(MiddlewareMixin):
    """Errors that never reach our handlers (a wrong method, a wrong host) get the shape too."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_error = response.status_code >= 400 and request.path.startswith("/api/")
        if not is_error or response.headers.get("Content-Type", "").startswith("application/json"):
            return response
        status = HTTPStatus(response.status_code)
        shaped = error_response(
            status, status.phrase.lower().replace(" ", "_"), f"{status.description or status.phrase}."
        )
        if allowed := response.headers.get("Allow"):
            shaped.headers["Allow"] = allowed
        return shaped
