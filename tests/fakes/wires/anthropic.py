"""Anthropic's messages."""

from __future__ import annotations

from typing import Any

from ..script import Reply, ToolCall, Usage
from .base import Wire, arguments_text, last_text_with_role, sse


def typed(kind: str, **fields: Any) -> bytes:
    return sse({"type": kind, **fields}, kind)


class AnthropicWire(Wire):
    name = "anthropic"
    blocks = 0

    @staticmethod
    def serves(path: str) -> bool:
        return path.endswith("/v1/messages")

    def last_user_text(self) -> str:
        return last_text_with_role(self.body.get("messages", []), "user")

    def opening(self, usage: Usage | None) -> bytes:
        counts = reported(usage or Usage(0))
        message: dict[str, Any] = {"id": f"msg_{self.number}", "type": "message", "role": "assistant"}
        message |= {"model": self.model}
        message |= {"content": [], "stop_reason": None, "stop_sequence": None}
        message["usage"] = {**counts, "output_tokens": 1}
        return typed("message_start", message=message)

    def block(self, block: dict[str, Any], deltas: list[dict[str, Any]]) -> bytes:
        index = self.blocks
        self.blocks += 1
        frames = [typed("content_block_start", index=index, content_block=block)]
        frames += [typed("content_block_delta", index=index, delta=delta) for delta in deltas]
        return b"".join(frames)

    def stop_block(self) -> bytes:
        return typed("content_block_stop", index=self.blocks - 1)

    def token(self, text: str) -> bytes:
        if self.blocks == 0:
            return self.block({"type": "text", "text": ""}, [{"type": "text_delta", "text": text}])
        delta = {"type": "text_delta", "text": text}
        return typed("content_block_delta", index=0, delta=delta)

    def calls(self, calls: tuple[ToolCall, ...]) -> bytes:
        frames = b""
        for index, call in enumerate(calls):
            if self.blocks:
                frames += self.stop_block()
            block = {"type": "tool_use", "id": self.call_id(index, call), "name": call.name, "input": {}}
            frames += self.block(block, [{"type": "input_json_delta", "partial_json": arguments_text(call)}])
        return frames

    def closing(self, reply: Reply, usage: Usage | None) -> bytes:
        stop = {"stop_reason": "tool_use" if reply.tool_calls else "end_turn", "stop_sequence": None}
        delta = typed("message_delta", delta=stop, usage=reported(usage or Usage(0)))
        ended = self.stop_block() if self.blocks else b""
        return ended + delta + typed("message_stop")

    def whole(self, reply: Reply, usage: Usage | None) -> dict[str, Any]:
        content: list[dict[str, Any]] = []
        if text := "".join(reply.pieces()):
            content.append({"type": "text", "text": text})
        for index, call in enumerate(reply.tool_calls):
            block = {"type": "tool_use", "id": self.call_id(index, call), "name": call.name}
            content.append({**block, "input": dict(call.arguments)})
        answer: dict[str, Any] = {"id": f"msg_{self.number}", "type": "message", "role": "assistant"}
        answer |= {"model": self.model}
        stop = "tool_use" if reply.tool_calls else "end_turn"
        answer |= {"content": content, "stop_reason": stop, "stop_sequence": None}
        return {**answer, "usage": reported(usage or Usage(0))}

    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        kind = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}.get(
            status, "api_error"
        )
        return {"type": "error", "error": {"type": code or kind, "message": message}}

    def error_event(self, reply: Reply) -> bytes:
        return sse(self.error(529, reply.error, reply.error_code or "overloaded_error"), "error")


def reported(usage: Usage) -> dict[str, int]:
    """Anthropic's `input_tokens` leaves out what came from, or went to, the cache."""
    return {
        "input_tokens": usage.input - usage.cached - usage.cache_written,
        "cache_read_input_tokens": usage.cached,
        "cache_creation_input_tokens": usage.cache_written,
        "output_tokens": usage.output or 0,
    }
