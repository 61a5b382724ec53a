"""What happens within a run: load the conversation, let the agent answer, remember, enter the costs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from .agent_definition import AgentDefinition
from .budget import Budget, Spent
from .conversations import TranscriptMessage
from .engine import Graph, stream_agent
from .errors import AgentError
from .events import Cancelled, Done, Error, encode_event
from .failures import classify
from .ledger import Ledger
from .ledger_entries import entry_of
from .run import Run, cancel_until_done

logger = logging.getLogger(__name__)

# A tool that swallows its cancellation must not keep the session busy for ever.
LONGEST_STOP = 10.0


class Answering:
    """The agent at work."""

    def __init__(
        self,
        agent: AgentDefinition,
        ledger: Ledger,
        budget: Budget | None,
        callbacks: Sequence[BaseCallbackHandler] = (),
    ) -> None:
        self.agent = agent
        self.ledger = ledger
        self.budget = budget
        self.callbacks = callbacks
        self._graph: Graph | None = None
        self._building = asyncio.Lock()

    def forget_spent(self, spent: Spent) -> None:
        """After a reset: what counts towards the budgets from now on."""
        if self.budget is not None:
            self.budget.spent = spent

    async def answer(self, run: Run) -> None:
        """Let the agent answer, in a task of its own that cancelling or the time limit ends."""
        if run.stopped_by is not None:
            return
        run.state = "running"
        limit = self.agent.limits.run_timeout
        run.task = asyncio.create_task(self._answer(run))
        done, _ = await asyncio.wait({run.task}, timeout=limit)
        if not done and run.stopped_by is None:
            message = f"The run took longer than its {limit:g} s."
            run.stopped_by = AgentError(message, error_type="timeout", status=504)
            run.context.stopped = True
            cancel_until_done(run.task)
        if not done:
            done, _ = await asyncio.wait({run.task}, timeout=LONGEST_STOP)
        if not done:
            logger.error("Run %s did not stop within %s s: a tool holds it", run.run_id, LONGEST_STOP)

    async def _answer(self, run: Run) -> None:
        history = run.history
        if history is None:
            history = (await self.agent.conversations.load(run.session_id)).context
        graph = await self._built()
        run.remembered = history
        messages: list[BaseMessage] = [*history, HumanMessage(run.message)]
        run.context.context = await stream_agent(graph, messages, run.context, self.callbacks)

    async def _built(self) -> Graph:
        async with self._building:
            if self._graph is None:
                self._graph = await self.agent.build()
            return self._graph

    async def finish(self, run: Run) -> None:
        """Remember what was said, commit the costs, and only then send the last event."""
        self._judge(run)
        if run.history is None and run.remembered is not None:
            try:
                await self._remember(run)
            except AgentError as error:
                run.error = run.error or error
        for request in run.usage.requests:
            if request.open:
                run.usage.end_request(request, None)
        run.summary = run.usage.summary()
        try:
            await self._record(run)
        except AgentError as error:
            run.error = run.error or error
        event = self._last_event(run)
        run.state = event.type
        run.log.append(event)
        run.log.close()
        run.finished.set()

    async def _record(self, run: Run) -> None:
        event, seq = self._last_event(run), run.log.last_seq + 1
        entries = [entry_of(each) for each in run.usage.requests]
        await self.ledger.end_run(run.run_id, event.type, seq, encode_event(event, run.run_id, seq), entries)

    def _judge(self, run: Run) -> None:
        """Did it finish, was it stopped, did it fail?"""
        failure = None
        if run.task is not None and run.task.done() and not run.task.cancelled():
            failure = run.task.exception()
        finished = run.task is not None and run.task.done() and not run.task.cancelled() and failure is None
        if finished:
            run.stopped_by = None
            last = run.context.context[-1]
            run.result = last.text if isinstance(last, AIMessage) else ""
            return
        run.result = "".join(run.context.handler.said)
        if isinstance(run.stopped_by, AgentError):
            run.error = run.stopped_by
        elif failure is not None:
            run.error = classify(failure)

    async def _remember(self, run: Run) -> None:
        state = "error" if run.error else "cancelled" if run.stopped_by else "done"
        context = run.context.context
        if state != "done":
            context = run.context.broken_off(run.remembered or ())
        user = TranscriptMessage("user", run.context.as_sent(run.message, run.error), run.run_id)
        said = [TranscriptMessage("assistant", run.result, run.run_id, state)] if run.result else []
        await self.agent.conversations.save_turn(run.session_id, context, [user, *said])

    def _last_event(self, run: Run) -> Done | Cancelled | Error:
        if run.error is not None:
            return Error(run.error.message, run.error.error_type, run.summary)
        if run.stopped_by is not None:
            return Cancelled(run.summary, run.result, str(run.stopped_by))
        return Done(run.result, run.summary)
