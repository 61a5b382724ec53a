"""The address of the WebSocket."""

from __future__ import annotations

from typing import Any

from django.urls import path

from agents_runtime.consumers import ChatConsumer

# Channels leads to ASGI applications, where Django leads to views.
websocket_urlpatterns: list[Any] = [path("agents/<slug:agent>/chat/ws", ChatConsumer.as_asgi())]
