"""Gemini's generateContent and streamGenerateContent."""

from __future__ import annotations

from typing import Any

from ..script import Reply, ToolCall, Usage
from .base import Wire, last_text_with_role, sse

STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    429: "RESOURCE_EXHAUSTED",
}


class GoogleWire(Wire):
    name = "google"

    def __init__(self, path: str, query: str, body: dict[str, Any], number: int) -> None:
        super().__init__(path, query, body, number)
        self.model = path.rpartition("/models/")[2].partition(":")[0]

    @staticmethod
    def serves(path: str) -> bool:
        return path.endswith((":generateContent", ":streamGenerateContent"))

    @property
    def streams(self) -> bool:
        return self.path.endswith(":streamGenerateContent")

    def last_user_text(self) -> str:
        return last_text_with_role(self.body.get("contents", []), "user", "parts")

    def answer(self, parts: list[dict[str, Any]], finish: str | None = None, **more: Any) -> dict[str, Any]:
        candidate: dict[str, Any] = {"content": {"role": "model", "parts": parts}, "index": 0}
        if finish:
            candidate["finishReason"] = finish
        frame = {"candidates": [candidate], "modelVersion": self.model, "responseId": f"resp-{self.number}"}
        return {**frame, **more}

    def opening(self, usage: Usage | None) -> bytes:
        return b""

    def token(self, text: str) -> bytes:
        return sse(self.answer([{"text": text}]))

    def calls(self, calls: tuple[ToolCall, ...]) -> bytes:
        return sse(self.answer(self.call_parts(calls))) if calls else b""

    def call_parts(self, calls: tuple[ToolCall, ...]) -> list[dict[str, Any]]:
        named = ((self.call_id(index, call), call) for index, call in enumerate(calls))
        return [
            {"functionCall": {"id": id, "name": call.name, "args": dict(call.arguments)}}
            for id, call in named
        ]

    def closing(self, reply: Reply, usage: Usage | None) -> bytes:
        more = {} if usage is None else {"usageMetadata": reported(usage)}
        return sse(self.answer([{"text": ""}], "STOP", **more))

    def whole(self, reply: Reply, usage: Usage | None) -> dict[str, Any]:
        text = "".join(reply.pieces())
        parts = ([{"text": text}] if text else []) + self.call_parts(reply.tool_calls)
        more = {} if usage is None else {"usageMetadata": reported(usage)}
        return self.answer(parts, "STOP", **more)

    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        name = code or STATUSES.get(status, "INTERNAL")
        return {"error": {"code": status, "message": message, "status": name}}


def reported(usage: Usage) -> dict[str, int]:
    """Gemini counts thoughts beside the candidates, not inside them."""
    output = usage.output or 0
    return {
        "promptTokenCount": usage.input,
        "candidatesTokenCount": output - usage.reasoning,
        "thoughtsTokenCount": usage.reasoning,
        "cachedContentTokenCount": usage.cached,
        "totalTokenCount": usage.input + output,
    }
