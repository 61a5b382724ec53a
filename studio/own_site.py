"""Pages of other sites may command nothing: not by a form or a fetch, not by a socket, not by another name.

This is what protects the API and the sockets from forged requests: neither asks for a token.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from starlette.datastructures import Headers

from exporter.kit.errors import AgentError
from exporter.kit.sites import check_origin
from studio.refusals import refuse

ONLY_READ = {"GET", "HEAD", "OPTIONS"}


class OwnSite:
    """ASGI middleware. Requests that only read pass: a foreign page cannot see their answers."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = Headers(scope=scope)
        is_socket = scope["type"] == "websocket"
        told_in_json = is_socket or scope["path"].startswith(("/agents/", "/api/"))
        if told_in_json and not is_own_name(headers.get("host", "")):
            message = "This studio does not go by that name; STUDIO_HOSTS lists its names."
            await refuse(scope, receive, send, 403, "foreign_host", message)
            return
        try:
            if is_socket or scope["method"] not in ONLY_READ:
                check_origin(headers, allowed=())
        except AgentError:
            message = "Pages of other sites may not do this."
            await refuse(scope, receive, send, 403, "foreign_origin", message)
            return
        await self.application(scope, receive, send)


def is_own_name(host: str) -> bool:
    """What Django asks of each HTTP request, which it answers with a page."""
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
