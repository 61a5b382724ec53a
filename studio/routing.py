"""Every address of a socket."""

from __future__ import annotations

from typing import Any

from django.urls import re_path

from agents_runtime.routing import websocket_urlpatterns as agent_sockets
from studio.refusals import refuse


async def no_such_socket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await refuse(scope, receive, send, 404, "not_found", "There is no such socket.")


# Channels leads to ASGI applications, where Django leads to views.
websocket_urlpatterns = [*agent_sockets, re_path("", no_such_socket)]  # type: ignore[arg-type]
