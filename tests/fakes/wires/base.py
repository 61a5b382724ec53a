"""What every wire format has to say about one request and its reply."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from ..script import Reply, ToolCall, Usage


class Wire(ABC):
    """The bytes of one answer. A streamed answer is `opening`, `token` …, `calls`, `closing`."""

    name: ClassVar[str]
    content_type: ClassVar[str] = "text/event-stream"

    def __init__(self, path: str, query: str, body: dict[str, Any], number: int) -> None:
        self.path, self.query, self.body, self.number = path, query, body, number
        self.model = str(body.get("model", "fake-model"))

    @staticmethod
    @abstractmethod
    def serves(path: str) -> bool: ...

    @property
    def streams(self) -> bool:
        return self.body.get("stream") is True

    @abstractmethod
    def last_user_text(self) -> str: ...

    @abstractmethod
    def opening(self, usage: Usage | None) -> bytes: ...

    @abstractmethod
    def token(self, text: str) -> bytes: ...

    @abstractmethod
    def calls(self, calls: tuple[ToolCall, ...]) -> bytes: ...

    @abstractmethod
    def closing(self, reply: Reply, usage: Usage | None) -> bytes: ...

    @abstractmethod
    def whole(self, reply: Reply, usage: Usage | None) -> dict[str, Any]: ...

    @abstractmethod
    def error(self, status: int, message: str, code: str | None) -> dict[str, Any]: ...

    def error_event(self, reply: Reply) -> bytes:
        return sse(self.error(500, reply.error, reply.error_code))

    def call_id(self, index: int, call: ToolCall) -> str:
        return call.id or f"call_{self.number}_{index}"


def sse(data: dict[str, Any], event: str | None = None) -> bytes:
    head = f"event: {event}\n" if event else ""
    return f"{head}data: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def arguments_text(call: ToolCall) -> str:
    return call.arguments_text if call.arguments_text is not None else json.dumps(dict(call.arguments))


def text_of(content: Any) -> str:
    """The text of a message's content, be it a string or a list of parts."""
    if isinstance(content, list):
        return "".join(part.get("text", "") if isinstance(part, dict) else str(part) for part in content)
    return content if isinstance(content, str) else ""


def last_text_with_role(messages: list[dict[str, Any]], role: str, field: str = "content") -> str:
    for message in reversed(messages):
        if message.get("role") == role and (text := text_of(message.get(field))):
            return text
    return ""
