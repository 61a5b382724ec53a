"""Puts the person on each request and socket: the local owner, or whoever signed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from asgiref.sync import iscoroutinefunction
from channels.auth import AuthMiddlewareStack
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from django.utils.functional import SimpleLazyObject

from agents_runtime.database import in_database
from studio.models import User
from studio.people import local_owner

Answer = HttpResponseBase | Awaitable[HttpResponseBase]


@sync_and_async_middleware
def person_middleware(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """After Django's own middleware.

    Async code asks in our threads: a connection to the database that is made in a request's own thread is
    held until the request ends, and a stream is long.
    """

    def put_person_on(request: HttpRequest) -> None:
        if settings.STUDIO_LOCAL:
            request.user = SimpleLazyObject(local_owner)  # type: ignore[assignment]
            request.auser = local_person
        else:
            request.auser = partial(in_database, who_asks, request)

    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            put_person_on(request)
            answer: HttpResponseBase = await get_response(request)
            return answer

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        put_person_on(request)
        made: HttpResponseBase = get_response(request)
        return made

    return answer


def who_asks(request: HttpRequest) -> Any:
    """`request.user`, which is fetched when it is first looked at."""
    return request.user if request.user.is_authenticated else AnonymousUser()


async def local_person() -> User:
    """Known already, but for the first time: not every stream has to wait for its turn at the database."""
    return local_owner() if local_owner.cache_info().currsize else await in_database(local_owner)


def with_person(application: Any) -> Any:
    """The same for sockets, as `scope["user"]`."""
    return LocalOwnerOnSocket(application) if settings.STUDIO_LOCAL else AuthMiddlewareStack(application)


class LocalOwnerOnSocket:
    """ASGI middleware."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await self.application({**scope, "user": await local_person()}, receive, send)
