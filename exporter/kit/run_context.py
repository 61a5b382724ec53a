"""What the middleware and the tools of one run share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from .errors import AgentError, PartialAnswerError
from .stream_handler import StreamingCallbackHandler
from .usage import RequestUsage

AskSomebody = Callable[[str, Any, str], Awaitable[Any]]
Admit = Callable[[RequestUsage], Awaitable[None]]
TopUp = Callable[[], Awaitable[None]]


@dataclass
class RunContext:
    """The agent's `context_schema`; a tool gets it as `runtime.context`.

    `context` is what the model was shown last, `said_before` how many pieces of text were shown before that.
    `admit` is asked before each model request that is streamed, and refuses it by raising. `top_up` is called
    after each chunk as long as it is there, and ends the answer by raising. An exported project has neither.
    """

    run_id: str
    session_id: str
    handler: StreamingCallbackHandler
    ask_somebody: AskSomebody | None = None
    stopped: bool = False
    broken: PartialAnswerError | None = None
    context: list[BaseMessage] = field(default_factory=list)
    said_before: int = 0
    tool_limits: dict[str, asyncio.Timeout] = field(default_factory=dict)
    admit: Admit | None = None
    top_up: TopUp | None = None

    def begin_request(self, messages: list[BaseMessage]) -> None:
        self.context = [*messages]
        self.said_before = len(self.handler.said)

    def broken_off(self, history: Sequence[BaseMessage]) -> list[BaseMessage]:
        """What is kept of a run that did not finish, with what its last model request had said."""
        partial = "".join(self.handler.said[self.said_before :])
        return [*self.context, AIMessage(partial)] if partial else [*history]

    def as_sent(self, message: str, error: AgentError | None) -> str:
        """The user's message as the model saw it: personal data kept from it is not kept anywhere."""
        if error is not None and error.error_type == "pii_blocked":
            return "(not sent: it held personal data)"
        sent = next((one for one in reversed(self.context) if isinstance(one, HumanMessage)), None)
        return message if sent is None else sent.text

    async def ask(self, tool: str, arguments: Any, call_id: str) -> Any:
        """For tools: show `tool_waiting` and wait for the answer. A person may take longer than a tool."""
        if self.ask_somebody is None:
            raise AgentError("There is nobody to ask.", error_type="nobody_to_ask")
        limit = self.tool_limits.get(call_id)
        if limit is None:
            return await self.ask_somebody(tool, arguments, call_id)
        left = (limit.when() or 0.0) - asyncio.get_running_loop().time()
        limit.reschedule(None)
        try:
            return await self.ask_somebody(tool, arguments, call_id)
        finally:
            limit.reschedule(asyncio.get_running_loop().time() + left)
