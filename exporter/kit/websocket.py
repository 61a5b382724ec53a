"""The WebSocket endpoint."""

from __future__ import annotations

from fastapi import APIRouter


def websocket_router(path: str = "/chat/ws") -> APIRouter:
    """A socket on `path`."""
    return APIRouter()
