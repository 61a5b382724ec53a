"""Server-sent events: the streaming endpoints for EventSource and curl."""

from __future__ import annotations

from fastapi import APIRouter


def sse_router(path: str = "/chat/stream") -> APIRouter:
    """GET and POST on `path`."""
    return APIRouter()
