"""OpenAI's responses, which LangChain takes for its newest models."""

from __future__ import annotations

from typing import Any

from ..script import Reply, ToolCall, Usage
from .base import Wire, arguments_text, last_text_with_role, sse


class ResponsesWire(Wire):
    name = "responses"

    def __init__(self, path: str, query: str, body: dict[str, Any], number: int) -> None:
        super().__init__(path, query, body, number)
        self.sequence = 0
        self.said = ""
        self.items: list[dict[str, Any]] = []

    @staticmethod
    def serves(path: str) -> bool:
        return path.endswith("/responses")

    def last_user_text(self) -> str:
        asked = self.body.get("input", [])
        return asked if isinstance(asked, str) else last_text_with_role(asked, "user")

    def typed(self, kind: str, **fields: Any) -> bytes:
        self.sequence += 1
        return sse({"type": kind, "sequence_number": self.sequence, **fields}, kind)

    def response(self, status: str, usage: Usage | None = None) -> dict[str, Any]:
        settings = {"tools": [], "tool_choice": "auto", "parallel_tool_calls": True, "metadata": {}}
        nothing = {"error": None, "incomplete_details": None, "instructions": None}
        head = {"id": f"resp_{self.number}", "object": "response", "created_at": 1_700_000_000}
        counts = None if usage is None else reported(usage)
        return {
            **head,
            **settings,
            **nothing,
            "model": self.model,
            "status": status,
            "output": self.items,
            "usage": counts,
        }

    @property
    def place(self) -> dict[str, Any]:
        return {"item_id": f"msg_{self.number}", "output_index": 0, "content_index": 0}

    def message(self, status: str, text: str) -> dict[str, Any]:
        content = [{"type": "output_text", "text": text, "annotations": []}] if text else []
        head = {"type": "message", "id": f"msg_{self.number}", "role": "assistant"}
        return {**head, "status": status, "content": content}

    def opening(self, usage: Usage | None) -> bytes:
        return self.typed("response.created", response=self.response("in_progress"))

    def token(self, text: str) -> bytes:
        begin = b""
        if not self.said:
            item = self.message("in_progress", "")
            part = {"type": "output_text", "text": "", "annotations": []}
            begin = self.typed("response.output_item.added", output_index=0, item=item)
            begin += self.typed("response.content_part.added", **self.place, part=part)
        self.said += text
        return begin + self.typed("response.output_text.delta", **self.place, delta=text, logprobs=[])

    def end_message(self) -> bytes:
        if not self.said:
            return b""
        item = self.message("completed", self.said)
        self.items.append(item)
        done = self.typed("response.output_text.done", **self.place, text=self.said, logprobs=[])
        return done + self.typed("response.output_item.done", output_index=0, item=item)

    def calls(self, calls: tuple[ToolCall, ...]) -> bytes:
        frames = self.end_message()
        for index, call in enumerate(calls):
            item = self.call_item(index, call)
            at = {"output_index": len(self.items), "item_id": item["id"]}
            begun = {**item, "arguments": "", "status": "in_progress"}
            frames += self.typed("response.output_item.added", output_index=at["output_index"], item=begun)
            frames += self.typed("response.function_call_arguments.delta", **at, delta=item["arguments"])
            done = {**at, "arguments": item["arguments"]}
            frames += self.typed("response.function_call_arguments.done", **done)
            frames += self.typed("response.output_item.done", output_index=at["output_index"], item=item)
            self.items.append(item)
        return frames

    def call_item(self, index: int, call: ToolCall) -> dict[str, Any]:
        head = {"type": "function_call", "id": f"fc_{self.number}_{index}", "status": "completed"}
        named = {"call_id": self.call_id(index, call), "name": call.name}
        return {**head, **named, "arguments": arguments_text(call)}

    def closing(self, reply: Reply, usage: Usage | None) -> bytes:
        return self.typed("response.completed", response=self.response("completed", usage))

    def whole(self, reply: Reply, usage: Usage | None) -> dict[str, Any]:
        if text := "".join(reply.pieces()):
            self.items.append(self.message("completed", text))
        self.items += [self.call_item(index, call) for index, call in enumerate(reply.tool_calls)]
        return self.response("completed", usage)

    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]:
        return {"error": {"message": message, "type": "server_error", "param": None, "code": code}}

    def error_event(self, reply: Reply) -> bytes:
        return self.typed("error", code=reply.error_code or "server_error", message=reply.error, param=None)


def reported(usage: Usage) -> dict[str, Any]:
    output = usage.output or 0
    return {
        "input_tokens": usage.input,
        "input_tokens_details": {"cached_tokens": usage.cached},
        "output_tokens": output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning},
        "total_tokens": usage.input + output,
    }
