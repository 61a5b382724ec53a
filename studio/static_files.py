"""Static files by WhiteNoise, without a thread for each request.

Behind WhiteNoise's own middleware, which is synchronous, every request holds a thread that waits for the
event loop to answer it, and waits for ever when the loop has stopped meanwhile: the process could not end.
"""

from __future__ import annotations

from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Asynchronous where the server is, as Django's own are."""

    async_capable = True
    sync_capable = True

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self._answer(request) if iscoroutinefunction(self) else super().__call__(request)

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        found = self.find_file(path) if self.autorefresh else self.files.get(path)
        answer: HttpResponseBase = (
            await self.get_response(request) if found is None else self.serve(found, request)
        )
        return answer
