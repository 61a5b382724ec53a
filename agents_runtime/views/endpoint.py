"""What every endpoint does first: who asks, from which site, of which agent; and errors in the one shape."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel, ValidationError

from agents_runtime.access import get_agent_for
from agents_runtime.database import in_database
from agents_runtime.starting import SESSION_NAME_RULE
from exporter.kit.errors import AgentError
from exporter.kit.events import encode_json
from exporter.kit.openai_bodies import openai_error
from exporter.kit.sites import check_origin

Handler = Callable[..., Awaitable[HttpResponseBase]]
View = Callable[..., Any]
Body = TypeVar("Body", bound=BaseModel)

SAFE = frozenset({"GET", "HEAD"})


def json_answer(values: Any, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    body = encode_json(values)
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


def endpoint(*methods: str, commands: bool = False) -> Callable[[Handler], View]:
    """`commands`: a GET that starts something, which other sites may not send either.

    The check of the site takes the place of Django's token, which clients have no page to take from.
    """

    def decorate(handler: Handler) -> View:
        @csrf_exempt
        @wraps(handler)
        async def view(request: HttpRequest, agent: str, **named: Any) -> HttpResponseBase:
            try:
                if request.method not in methods:
                    allowed = ", ".join(methods)
                    return json_answer(
                        AgentError(f"Use {allowed}.", error_type="method_not_allowed", status=405).as_dict(),
                        405,
                        {"Allow": allowed},
                    )
                if commands or request.method not in SAFE:
                    check_origin(request.headers, ())
                user = await request.auser()
                return await handler(request, await in_database(get_agent_for, user, agent), **named)
            except AgentError as error:
                return _refusal(request, error)

        return view

    return decorate


def _refusal(request: HttpRequest, error: AgentError) -> HttpResponse:
    headers = {"Retry-After": str(error.details["retry_after"])} if "retry_after" in error.details else {}
    is_openai = "/v1/" in request.path
    return json_answer(openai_error(error) if is_openai else error.as_dict(), error.status, headers)


def read_body(request: HttpRequest, shape: type[Body]) -> Body:
    """What was sent is not repeated in the error: it may hold anything."""
    if not (request.content_type or "").endswith(("/json", "+json")):
        raise _no_object()
    try:
        return shape.model_validate_json(request.body)
    except ValidationError as error:
        raise invalid_request(error) from None


def read_query(request: HttpRequest, shape: type[Body], *names: str) -> Body:
    given = {name: request.GET[name] for name in names if name in request.GET}
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        raise invalid_request(error) from None


def invalid_request(error: ValidationError) -> AgentError:
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    for fault in faults:
        if fault["type"] in ("json_invalid", "model_type", "model_attributes_type"):
            return _no_object(f" ({fault['msg']})")
    fields = [{"field": ".".join(map(str, fault["loc"])), "message": _in_words(fault)} for fault in faults]
    message = f'"{fields[0]["field"]}": {fields[0]["message"]}'
    return AgentError(message, error_type="invalid_request", status=422, fields=fields)


def _in_words(fault: Any) -> str:
    """A session_id is the only field with a pattern, which nobody wants to read."""
    return SESSION_NAME_RULE if fault["type"] == "string_pattern_mismatch" else str(fault["msg"])


def _no_object(why: str = "") -> AgentError:
    message = f"The body has to be a JSON object, sent as application/json{why}."
    return AgentError(message, error_type="invalid_request", status=422, fields=[])
