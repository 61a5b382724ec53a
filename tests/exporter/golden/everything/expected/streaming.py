"""Streaming, by the names to import it under; how it works is in engine.py and its neighbours."""

from __future__ import annotations

from engine import StreamingCallbackHandler
from sse import stream_sse
from websocket import stream_websocket

__all__ = ["StreamingCallbackHandler", "stream_sse", "stream_websocket"]
