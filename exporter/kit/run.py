"""One run: the work that answers one message. It belongs to the server, not to a connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from langchain_core.messages import BaseMessage

from .engine import RunContext, StreamingCallbackHandler
from .errors import AgentError
from .events import CostSummary, ToolWaiting
from .run_log import RunLog, State, Viewer
from .usage import RunUsage

OVER: frozenset[State] = frozenset({"done", "cancelled", "error", "interrupted"})
# A first viewer that vanishes before its stream began must not keep the run from starting.
LONGEST_HOLD = 5.0


class Run:
    """State, events and viewers of one run. Only runs.py changes the state."""

    def __init__(
        self,
        run_id: str,
        session_id: str,
        message: str,
        usage: RunUsage,
        *,
        client_message_id: str | None = None,
        history: Sequence[BaseMessage] | None = None,
        grace_seconds: float = 30.0,
        abandon: Callable[[Run], None] = lambda run: None,
    ) -> None:
        self.run_id = run_id
        self.session_id = session_id
        self.message = message
        self.client_message_id = client_message_id
        self.history = history
        self.remembered: Sequence[BaseMessage] | None = None
        self.usage = usage
        self.state: State = "queued"
        self.log = RunLog(run_id)
        handler = StreamingCallbackHandler(self.log.append, usage)
        self.context = RunContext(run_id, session_id, handler, self.ask)
        self.released = asyncio.Event()
        self.finished = asyncio.Event()
        self.finished_at = 0.0
        self.stopped_by: AgentError | Literal["requested", "abandoned", "replaced"] | None = None
        self.error: AgentError | None = None
        self.result = ""
        self.summary: CostSummary = usage.summary()
        self.task: asyncio.Task[Any] | None = None
        self.stop_asked = asyncio.Event()
        self._grace_seconds = grace_seconds
        self._abandon = abandon
        self._viewers = 0
        self._grace: asyncio.TimerHandle | None = None
        self._answers: dict[str, asyncio.Future[Any]] = {}

    @property
    def over(self) -> bool:
        return self.state in OVER

    def hold(self) -> None:
        """Wait with the model until the first viewer has been told the run's id, or for a few seconds."""
        asyncio.get_running_loop().call_later(LONGEST_HOLD, self.released.set)

    def release(self) -> None:
        self.released.set()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While somebody waits for this run it goes on; when the last one leaves, the grace period begins."""
        self._viewers += 1
        if self._grace is not None:
            self._grace.cancel()
        try:
            yield
        finally:
            self._viewers -= 1
            self.begin_grace()

    def begin_grace(self, at_least: float = 0.0) -> None:
        if self._viewers == 0 and not self.over:
            loop = asyncio.get_running_loop()
            self._grace = loop.call_later(max(self._grace_seconds, at_least), self._abandon, self)

    @contextmanager
    def view(self, after: int = 0) -> Iterator[Viewer]:
        with self.watched(), self.log.view(after) as viewer:
            yield viewer

    async def ask(self, tool: str, arguments: Any, call_id: str) -> Any:
        """Called by a tool: wait until somebody answers this call."""
        answer = self._answers[call_id] = asyncio.get_running_loop().create_future()
        try:
            self.log.append(ToolWaiting(tool, arguments, call_id))
            return await answer
        finally:
            del self._answers[call_id]

    def answer(self, call_id: str, *, output: Any = None, error: str | None = None) -> None:
        waiting = self._answers.get(call_id)
        if waiting is None or waiting.done():
            raise AgentError(
                f'No tool waits for an answer to "{call_id}".', error_type="not_waiting", status=409
            )
        if error is None:
            waiting.set_result(output)
        else:
            waiting.set_exception(AgentError(error, error_type="refused", status=409))


def cancel_until_done(task: asyncio.Task[Any], attempts: int = 8) -> None:
    """Cancel, and again each second: `asyncio.wait_for` of Python 3.11 can lose a cancel, as in a tool."""
    task.cancel()
    if attempts > 1:
        loop = asyncio.get_running_loop()
        loop.call_later(1.0, lambda: None if task.done() else cancel_until_done(task, attempts - 1))
