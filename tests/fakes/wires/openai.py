"""OpenAI's chat completions, under any base path; also Azure's, and everybody's who speaks it."""

from __future__ import annotations

import json
from typing import Any

from ..script import Reply, ToolCall, Usage
from .base import Wire, arguments_text, last_text_with_role, sse


class OpenAIWire(Wire):
    name = "openai"

    def __init__(self, path: str, query: str, body: dict[str, Any], number: int) -> None:
        super().__init__(path, query, body, number)
        frame = {
            "id": f"chatcmpl-{number}",
            "object": "chat.completion.chunk",
            "created": 1_700_000_000,
            "model": self.model,
            "choices": [{"index": 0, "delta": {"content": "@"}, "finish_reason": None}],
        }
        self.before, self.after = sse(frame).split(b'"@"')

    @staticmethod
    def serves(path: str) -> bool:
        return path.endswith("/chat/completions")

    def last_user_text(self) -> str:
        return last_text_with_role(self.body.get("messages", []), "user")

    def chunk(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
        frame = {"id": f"chatcmpl-{self.number}", "object": "chat.completion.chunk", "created": 1_700_000_000}
        return sse({**frame, "model": self.model, "choices": choices} | more)

    def opening(self, usage: Usage | None) -> bytes:
        return self.chunk({"role": "assistant", "content": ""})

    def token(self, text: str) -> bytes:
        return self.before + json.dumps(text).encode() + self.after

    def calls(self, calls: tuple[ToolCall, ...]) -> bytes:
        frames = []
        for index, call in enumerate(calls):
            named = {"index": index, "id": self.call_id(index, call), "type": "function"}
            frames.append(
                self.chunk({"tool_calls": [{**named, "function": {"name": call.name, "arguments": ""}}]})
            )
            text = arguments_text(call)
            for piece in (text[: len(text) // 2], text[len(text) // 2 :]):
                frames.append(
                    self.chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
                )
        return b"".join(frames)

    def closing(self, reply: Reply, usage: Usage | None) -> bytes:
        frames = self.chunk({}, "tool_calls" if reply.tool_calls else "stop")
        wanted = (self.body.get("stream_options") or {}).get("include_usage")
        if usage is not None and wanted:
            frames += self.chunk({}, choices=[], usage=reported(usage))
        return frames + b"data: [DONE]\n\n"

    def whole(self, reply: Reply, usage: Usage | None) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": "".join(reply.pieces()) or None}
        if reply.tool_calls:
            message["tool_calls"] = [
                {
                    "id": self.call_id(index, call),
                    "type": "function",
                    "function": {"name": call.name, "arguments": arguments_text(call)},
                }
                for index, call in enumerate(reply.tool_calls)
            ]
        finish = "tool_calls" if reply.tool_calls else "stop"
        answer = {"id": f"chatcmpl-{self.number}", "object": "chat.completion", "created": 1_700_000_000}
        answer |= {
            "model": self.model,
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        }
        return answer if usage is None else {**answer, "usage": reported(usage)}

    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        kind = {401: "invalid_request_error", 429: "rate_limit_error"}.get(status, "server_error")
        return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def reported(usage: Usage) -> dict[str, Any]:
    if usage.raw is not None:
        return dict(usage.raw)
    output = usage.output or 0
    return {
        "prompt_tokens": usage.input,
        "completion_tokens": output,
        "total_tokens": usage.input + output,
        "prompt_tokens_details": {"cached_tokens": usage.cached},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning},
    }
