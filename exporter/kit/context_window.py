"""Cuts a conversation down to what the model should see again, never between a tool call and its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.utils import count_tokens_approximately

UNANSWERED = "This call was not finished: the run was stopped first."


@dataclass(frozen=True)
class ContextWindow:
    """Keep the last `messages` messages and about `tokens` tokens; None means no such limit.

    What is kept always starts with a message of the user. The newest turn is kept whole even where it alone
    is over the limit: half a turn is nothing a model can go on from.
    """

    messages: int | None = None
    tokens: int | None = None

    def apply(self, context: Sequence[BaseMessage]) -> list[BaseMessage]:
        whole = answer_open_calls(context)
        starts = [at for at, message in enumerate(whole) if isinstance(message, HumanMessage)]
        for start in starts[:-1]:
            if self._holds(whole[start:]):
                return whole[start:]
        return whole[starts[-1] :] if starts else []

    def _holds(self, context: Sequence[BaseMessage]) -> bool:
        if self.messages is not None and len(context) > self.messages:
            return False
        return self.tokens is None or count_tokens_approximately(context) <= self.tokens


def answer_open_calls(context: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The same messages, each tool call with a result: providers refuse a history in which one is missing."""
    answered = {message.tool_call_id for message in context if isinstance(message, ToolMessage)}
    complete: list[BaseMessage] = []
    open_calls: list[ToolMessage] = []
    for message in context:
        if not isinstance(message, ToolMessage):
            complete += open_calls
            open_calls = []
        complete.append(message)
        if isinstance(message, AIMessage):
            open_calls = [
                ToolMessage(UNANSWERED, tool_call_id=call["id"] or "", name=call["name"], status="error")
                for call in message.tool_calls
                if call["id"] not in answered
            ]
    return complete + open_calls
