"""Puts the person on each request and socket: the local owner, or whoever signed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Any

from asgiref.sync import sync_to_async
from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from django.utils.functional import SimpleLazyObject

from studio.people import local_owner

Answer = HttpResponseBase | Awaitable[HttpResponseBase]


@sync_and_async_middleware
def local_owner_middleware(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """After Django's own middleware: in local mode `request.user` is the local owner, once asked for."""
    if not settings.STUDIO_LOCAL:
        raise MiddlewareNotUsed

    def put_owner_on(request: HttpRequest) -> None:
        request.user = SimpleLazyObject(local_owner)  # type: ignore[assignment]
        request.auser = sync_to_async(local_owner)

    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            put_owner_on(request)
            answer: HttpResponseBase = await get_response(request)
            return answer

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        put_owner_on(request)
        made: HttpResponseBase = get_response(request)
        return made

    return answer


def with_person(application: Any) -> Any:
    """The same for sockets, as `scope["user"]`."""
    return LocalOwnerOnSocket(application) if settings.STUDIO_LOCAL else AuthMiddlewareStack(application)


class LocalOwnerOnSocket:
    """ASGI middleware."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        user = await database_sync_to_async(local_owner)()
        await self.application({**scope, "user": user}, receive, send)
