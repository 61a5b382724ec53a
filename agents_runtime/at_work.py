"""A run while it is at work in this process: what has happened, and what of it is not saved yet."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from agents_runtime.database import in_database
from agents_runtime.ledger_line import Line, line_of
from agents_runtime.live.live_log import LiveRunLog
from agents_runtime.signs import await_answer
from exporter.kit.errors import AgentError
from exporter.kit.events import Event, Token, ToolEnd, ToolError, ToolStart, ToolWaiting

if TYPE_CHECKING:
    from agents_runtime.budget_gate import BudgetGate
    from agents_runtime.engine import AgentRun
    from exporter.kit.usage import RequestUsage

ESTIMATES_EVERY = 1.0
MOST_CHARACTERS = 20_000


@dataclass
class Unsaved:
    """What one run has to have saved. `estimates` is None where they have not changed."""

    run_id: str
    events: list[tuple[int, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    requests: list[tuple[int, str]] = field(default_factory=list)
    estimates: str | None = None

    def __bool__(self) -> bool:
        return bool(self.events or self.lines or self.ended or self.requests or self.estimates is not None)


class RunAtWork:
    """`published` is called after each event."""

    def __init__(self, run: Any, log: LiveRunLog, published: Callable[[str], None]) -> None:
        self.run = run
        self.run_id: str = run.id
        self.log = log
        self.demo = False
        self.over = False
        self.agent_run: AgentRun | None = None
        self.gate: BudgetGate | None = None
        self.task: asyncio.Task[None] | None = None
        self.stopped_by: AgentError | str | None = None
        self.stop_asked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.first_token_at: datetime | None = None
        # The database does not take what it has done: it is not saved with others', but when it ends.
        self.refused = False
        self.tool_calls: dict[str, dict[str, Any]] = {}
        self._tool_started: dict[str, float] = {}
        self._published = published
        self._saved_seq = log.last_seq
        self._recorded: set[int] = set()
        self._requests: list[tuple[int, str]] = []
        self._answers: dict[int | None, asyncio.Future[Any]] = {}
        self._estimated: tuple[float, set[int]] = (0.0, set())

    def emit(self, event: Event) -> None:
        """What comes after the end was told, as from a tool that swallows its cancellation, is nobody's."""
        if self.over:
            return
        self.log.append(event)
        self._published(self.run_id)
        if type(event) is Token:
            if self.first_token_at is None:
                self.first_token_at = datetime.now(UTC)
            return
        self._note_tool(event)

    def show_request(self, number: int, sent: str) -> None:
        self._requests.append((number, sent))

    async def admit(self, request: RequestUsage) -> None:
        """Called by the engine before each model request."""
        if self.gate is not None:
            await self.gate.admit(request)

    def ask_top_up(self, top_up: Callable[[], Awaitable[None]]) -> None:
        """Called by the budget when its grant is used up: the engine waits for more after this chunk."""
        assert self.agent_run is not None
        context = self.agent_run.context

        async def once() -> None:
            context.top_up = None
            await top_up()

        context.top_up = once

    async def ask(self, tool: str, arguments: Any, call_id: str) -> Any:
        """Called by a tool: wait until a person answers this call."""
        # First: an answer may come as soon as the event is seen.
        number = await in_database(await_answer, self.run_id, call_id)
        # Two calls that wait under one id at the same time get one answer: nobody could tell them apart.
        answer = self._answers.setdefault(number, asyncio.get_running_loop().create_future())
        try:
            self.emit(ToolWaiting(tool, arguments, call_id))
            return await asyncio.shield(answer)
        finally:
            self._answers.pop(number, None)

    def answer(self, number: int, text: str) -> None:
        """`text` is the stored answer; one that comes twice is taken once."""
        waiting = self._answers.get(number)
        if waiting is None or waiting.done():
            return
        given = json.loads(text)
        if given.get("error") is None:
            waiting.set_result(given.get("output"))
        else:
            waiting.set_exception(AgentError(given["error"], error_type="refused", status=409))

    @property
    def unsaved_events(self) -> int:
        return self.log.last_seq - self._saved_seq

    def take_unsaved(self, *, costs: bool = True) -> Unsaved:
        """Everything since the last time, or all but its costs; whoever takes it saves it, or gives it back.

        Nothing is taken where what it cost cannot be told, which raises what kept it from that.
        """
        unsaved = Unsaved(self.run_id)
        if costs and self.agent_run is not None:
            self._take_costs(unsaved)
        start = self._saved_seq - self.log.skipped
        unsaved.events = [(self._saved_seq + at, text) for at, text in enumerate(self.log.events[start:], 1)]
        self._saved_seq += len(unsaved.events)
        unsaved.requests, self._requests = self._requests, []
        if self.gate is not None:
            unsaved.ended, self.gate.ended = self.gate.ended, []
        return unsaved

    def give_back(self, unsaved: Unsaved) -> None:
        """It could not be saved: next time again."""
        self._saved_seq -= len(unsaved.events)
        self._recorded -= {line.request for line in unsaved.lines}
        self._requests = unsaved.requests + self._requests
        self._estimated = (0.0, set())
        if self.gate is not None:
            self.gate.ended = unsaved.ended + self.gate.ended

    def _take_costs(self, unsaved: Unsaved) -> None:
        assert self.agent_run is not None
        requests = self.agent_run.usage.requests
        ended = [each for each in requests if not each.open and each.number not in self._recorded]
        unsaved.lines = self._lines_of(ended)
        opened = [each for each in requests if each.open]
        numbers, now = {each.number for each in opened}, asyncio.get_running_loop().time()
        saved_at, saved = self._estimated
        if numbers != saved or (numbers and now - saved_at >= ESTIMATES_EVERY):
            unsaved.estimates = json.dumps([line.as_dict() for line in self._lines_of(opened)])
            self._estimated = (now, numbers)
        self._recorded |= {each.number for each in ended}

    def _lines_of(self, requests: list[RequestUsage]) -> list[Line]:
        assert self.agent_run is not None
        providers = self.agent_run.usage.providers
        return [line_of(each, providers.get(each.number, ""), self.demo) for each in requests]

    def _note_tool(self, event: Event) -> None:
        match event:
            case ToolStart(tool=tool, input=given, call_id=call_id):
                said = sum(map(len, self.agent_run.handler.said)) if self.agent_run else 0
                call = {"tool": tool, "input": given, "call_id": call_id, "after_characters": said}
                self.tool_calls[call_id] = call
                self._tool_started[call_id] = time.monotonic()
            case ToolEnd(output=output, call_id=call_id) if call_id in self.tool_calls:
                self._end_tool(call_id, {"output": output})
            case ToolError(error=error, error_type=kind, call_id=call_id) if call_id in self.tool_calls:
                self._end_tool(call_id, {"error": error, "error_type": kind})

    def _end_tool(self, call_id: str, answer: dict[str, Any]) -> None:
        took = time.monotonic() - self._tool_started[call_id]
        self.tool_calls[call_id] |= {**answer, "ms": round(took * 1000)}

    def let_go(self) -> None:
        """Of what leads back to it: of a stopped run each chunk hangs on its task's traceback."""
        if self.task is None or self.task.done():
            self.task = self.agent_run = self.gate = None

    def transcript(self) -> str:
        """What remains of the tool calls, as JSON of a bounded size."""
        return json.dumps(list(map(_bounded, self.tool_calls.values())), default=str)


def _bounded(call: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(call, default=str)
    if len(text) <= MOST_CHARACTERS:
        return call
    cut: dict[str, Any] = {name: str(call[name])[:2000] for name in ("input", "output") if name in call}
    return {**call, **cut}
