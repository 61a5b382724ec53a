"""The server: `uvicorn server:app`, or `python server.py`."""

from __future__ import annotations

from fastapi import APIRouter

from agent import AGENT
from api import ServerSettings, create_app, serve
from observability import langsmith_callbacks
from sse import sse_router
from websocket import websocket_router

SETTINGS = ServerSettings(port=8000, log_level="info", log_format="json")

ROUTERS: list[APIRouter] = [sse_router("/chat/stream"), websocket_router("/chat/ws")]

app = create_app(AGENT, SETTINGS, ROUTERS, callbacks=langsmith_callbacks())

if __name__ == "__main__":
    serve(app, SETTINGS)
