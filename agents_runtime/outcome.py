"""How a run ended: its last event, and what is remembered of it. Values in, values out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, BaseMessage, messages_to_dict

from agents_runtime.engine import AgentRun
from agents_runtime.personal_data import unseen
from exporter.agent_plan import MemoryPlan
from exporter.kit.context_window import ContextWindow
from exporter.kit.errors import AgentError
from exporter.kit.events import Cancelled, CostSummary, Done, Error
from exporter.kit.failures import classify


@dataclass(frozen=True)
class Outcome:
    """`context` is None where nothing is to be remembered; `sent` is the message as the model saw it,
    or what is kept of one that no model saw.

    `said` is all that was shown; the `result` of a `done` is only what came after the last tool call.
    """

    event: Done | Cancelled | Error
    error: AgentError | None
    said: str
    summary: CostSummary
    context: str | None
    sent: str


def judge(run: AgentRun, task: asyncio.Task[None] | None, stopped_by: AgentError | str | None) -> Outcome:
    """Did it finish, was it stopped, did it fail? What finished before the stop reached it has finished."""
    ended = task is not None and task.done() and not task.cancelled()
    failure = task.exception() if task is not None and ended else None
    finished = ended and failure is None
    error: AgentError | None = None
    said = result = "".join(run.handler.said)
    if finished:
        last = run.context.context[-1]
        result = last.text if isinstance(last, AIMessage) else ""
        said = said or result  # Not every answer comes in pieces.
    else:
        if isinstance(stopped_by, AgentError):
            error = stopped_by
        elif failure is not None:
            error = classify(failure)
    for request in list(run.usage.requests):
        if request.open:
            run.usage.end_request(request, None)
    summary = run.usage.summary()
    event: Done | Cancelled | Error
    if error is not None:
        event = Error(error.message, error.error_type, summary)
    elif finished:
        event = Done(result, summary)
    else:
        event = Cancelled(summary, result, str(stopped_by or "requested"))
    return Outcome(event, error, said, summary, _context(run, finished), _sent(run, error))


def _sent(run: AgentRun, error: AgentError | None) -> str:
    is_blocked = error is not None and error.error_type == "pii_blocked"
    if run.context.context or is_blocked:
        return run.context.as_sent(run.work.message, error)
    return unseen(run.work.plan, run.work.message)


def _context(run: AgentRun, finished: bool) -> str | None:
    memory = run.work.plan.memory
    context: Sequence[BaseMessage] = run.context.context
    if not finished:
        context = run.context.broken_off(run.history)
    if memory.backend == "none":
        return None
    return json.dumps(messages_to_dict(_window(memory).apply(context)), separators=(",", ":"))


def _window(memory: MemoryPlan) -> ContextWindow:
    if memory.strategy == "summary":
        return ContextWindow()
    return ContextWindow(messages=memory.window_messages, tokens=memory.max_tokens)
