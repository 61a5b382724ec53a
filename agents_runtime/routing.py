"""The address of the WebSocket."""

from __future__ import annotations

from django.urls import path

from agents_runtime.consumers import ChatConsumer

websocket_urlpatterns = [path("agents/<slug:agent>/chat/ws", ChatConsumer.as_asgi())]
