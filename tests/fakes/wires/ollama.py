"""Ollama's /api/chat: one JSON object a line."""

from __future__ import annotations

import json
from typing import Any

from ..script import Reply, ToolCall, Usage
from .base import Wire, last_text_with_role

STARTED = "2026-01-01T00:00:00.000000Z"


class OllamaWire(Wire):
    name = "ollama"
    content_type = "application/x-ndjson"

    @staticmethod
    def serves(path: str) -> bool:
        return path.endswith("/api/chat")

    @property
    def streams(self) -> bool:
        return self.body.get("stream", True) is True

    def last_user_text(self) -> str:
        return last_text_with_role(self.body.get("messages", []), "user")

    def message(self, content: str, **more: Any) -> dict[str, Any]:
        message = {"role": "assistant", "content": content, **more}
        return {"model": self.model, "created_at": STARTED, "message": message, "done": False}

    def opening(self, usage: Usage | None) -> bytes:
        return b""

    def token(self, text: str) -> bytes:
        return line(self.message(text))

    def calls(self, calls: tuple[ToolCall, ...]) -> bytes:
        return line(self.message("", tool_calls=call_parts(calls))) if calls else b""

    def closing(self, reply: Reply, usage: Usage | None) -> bytes:
        return line({**self.message(""), **ended(usage)})

    def whole(self, reply: Reply, usage: Usage | None) -> dict[str, Any]:
        more = {"tool_calls": call_parts(reply.tool_calls)} if reply.tool_calls else {}
        return {**self.message("".join(reply.pieces()), **more), **ended(usage)}

    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        return {"error": message}

    def error_event(self, reply: Reply) -> bytes:
        return line({"error": reply.error})


def call_parts(calls: tuple[ToolCall, ...]) -> list[dict[str, Any]]:
    return [{"function": {"name": call.name, "arguments": dict(call.arguments)}} for call in calls]


def ended(usage: Usage | None) -> dict[str, Any]:
    """Ollama reports no usage when it has none to tell; durations are always there."""
    counts = {} if usage is None else {"prompt_eval_count": usage.input, "eval_count": usage.output or 0}
    return {"done": True, "done_reason": "stop", "total_duration": 1, "load_duration": 1, **counts}


def line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode() + b"\n"
