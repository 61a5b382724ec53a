"""Django's middleware and WhiteNoise in the event loop, since hardly any of it waits for anything.

As they come, each runs in a thread before an async view and again after it, or all of them in one thread,
which a stream then keeps as long as somebody watches.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.deprecation import MiddlewareMixin
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from agents_runtime.database import in_database
from studio.api.errors import ApiErrorMiddleware


class InLoop(MiddlewareMixin):
    """The first base of a middleware that waits for nothing."""

    get_response: Callable[[HttpRequest], Any]

    async def __acall__(self, request: HttpRequest) -> Any:
        before, after = getattr(self, "process_request", None), getattr(self, "process_response", None)
        response = before(request) if before else None
        if response is None:
            response = await self.get_response(request)
        return after(request, response) if after else response


class Security(InLoop, SecurityMiddleware):
    """Redirects to HTTPS, and its headers."""


class ContentSecurityPolicy(InLoop, CSPMiddleware):
    """What a page may load."""


class ApiErrors(InLoop, ApiErrorMiddleware):
    """The error shape of /api."""


class Common(InLoop, CommonMiddleware):
    """Which host names are answered."""


class Session(InLoop, SessionMiddleware):
    """The cookie of whoever signed in; only one that changed is written to the database."""

    async def __acall__(self, request: HttpRequest) -> Any:
        self.process_request(request)
        response = await self.get_response(request)
        if request.session.modified:
            return await in_database(self.process_response, request, response)
        return self.process_response(request, response)


class Csrf(InLoop, CsrfViewMiddleware):
    """Async throughout, or Django calls it in a thread."""

    async def process_view(self, *given: Any) -> HttpResponseBase | None:  # type: ignore[override]
        return super().process_view(*given)


class Authentication(InLoop, AuthenticationMiddleware):
    """Looks nobody up yet."""


class XFrameOptions(InLoop, XFrameOptionsMiddleware):
    """No page in a frame."""


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Knows its files from the start: whether there is one of that name is a look into a dict."""

    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self._answer(request) if iscoroutinefunction(self) else super().__call__(request)

    async def _answer(self, request: HttpRequest) -> Any:
        file = self.files.get(request.path_info)
        return await self.get_response(request) if file is None else self.serve(file, request)
