"""Starts, finds, cancels and ends runs; the only one to change a run's state."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal
from uuid import uuid4

from langchain_core.messages import BaseMessage

from .agent_definition import AgentDefinition
from .answering import Answering
from .engine import count_usage
from .errors import AgentError
from .ledger import Ledger
from .run import LONGEST_HOLD, Run, cancel_until_done
from .run_shelf import RunShelf

logger = logging.getLogger(__name__)

OnBusy = Literal["reject", "interrupt", "enqueue"]
MAX_WAITING_IN_SESSION = 10


class Runs:
    """All runs of this process. One at a time in a session."""

    def __init__(
        self, agent: AgentDefinition, ledger: Ledger, answering: Answering, grace_seconds: float, most: int
    ):
        self.agent = agent
        self.ledger = ledger
        self.answering = answering
        self.grace_seconds = grace_seconds
        self.most = most
        self.closing = False
        self._sessions: defaultdict[str, list[Run]] = defaultdict(list)
        self._shelf = RunShelf()
        self._by_message: dict[tuple[str, str], Run] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(
        self,
        session_id: str,
        message: str,
        *,
        client_message_id: str | None = None,
        on_busy: OnBusy = "reject",
        history: Sequence[BaseMessage] | None = None,
        grace_seconds: float | None = None,
    ) -> Run:
        """A new run, which waits for `release()`; or the one that this client message has started already."""
        if client_message_id is not None:
            key = (session_id, client_message_id)
            if key not in self._by_message:
                stored = await self.ledger.find_message(*key)
                if stored is not None:
                    return self._shelf.get(stored.run_id) or self._shelf.restore(stored)
            if key in self._by_message:
                return self._by_message[key]
        # No await from here on: two requests at once must not both find the session free.
        self._make_room(session_id, on_busy)
        run = Run(
            uuid4().hex,
            session_id,
            message,
            count_usage(self.agent.provider, self.agent.model, self.answering.budget),
            client_message_id=client_message_id,
            history=history,
            grace_seconds=self.grace_seconds if grace_seconds is None else grace_seconds,
            abandon=lambda run: self.cancel(run, "abandoned"),
        )
        self._sessions[session_id].append(run)
        if client_message_id is not None:
            self._by_message[session_id, client_message_id] = run
        run.hold()
        # Whoever started it needs a moment to begin watching, also where leaving stops the run at once.
        run.begin_grace(at_least=LONGEST_HOLD)
        task = asyncio.create_task(self._work(run), name=f"run {run.run_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run

    def _make_room(self, session_id: str, on_busy: OnBusy) -> None:
        if self.closing:
            raise AgentError("The server is stopping.", error_type="stopping", status=503, retry_after=5)
        if self.running >= self.most:
            message = f"{self.most} runs are going on, as many as this server takes."
            raise AgentError(message, error_type="server_full", status=503, retry_after=5)
        busy = self._sessions.get(session_id, [])
        if busy and on_busy == "reject":
            message = "A run is going on in this session."
            raise AgentError(message, error_type="run_in_progress", status=409, run_id=busy[-1].run_id)
        if len(busy) > MAX_WAITING_IN_SESSION:
            raise AgentError(
                "Too many messages wait in this session.", error_type="too_many_waiting", status=429
            )
        if on_busy == "interrupt":
            for run in busy:
                self.cancel(run, "replaced")

    @property
    def running(self) -> int:
        return sum(len(runs) for runs in self._sessions.values())

    def current(self, session_id: str) -> Run | None:
        """The run that is going on in the session."""
        runs = self._sessions.get(session_id)
        return runs[0] if runs else None

    def latest(self, session_id: str) -> Run | None:
        """The last run of the session that is still known, over or not."""
        return self.current(session_id) or self._shelf.latest(session_id)

    def find(self, run_id: str) -> Run | None:
        for runs in self._sessions.values():
            for run in runs:
                if run.run_id == run_id:
                    return run
        return self._shelf.get(run_id)

    async def get(self, run_id: str, after: int = 0) -> Run:
        """The run, from memory or from the ledger."""
        run = self.find(run_id)
        if run is None:
            stored = await self.ledger.find_run(run_id)
            if stored is None:
                raise AgentError("There is no such run.", error_type="no_such_run", status=404)
            run = self._shelf.restore(stored, after)
        return run

    def cancel(
        self, run: Run, why: Literal["requested", "abandoned", "replaced"] | AgentError = "requested"
    ) -> None:
        """Stop it; its last event is sent when it has stopped. Again changes nothing."""
        if run.over or run.stopped_by is not None:
            return
        run.stopped_by = why
        run.state = "cancelling"
        run.context.stopped = True
        run.release()
        run.stop_asked.set()
        if run.task is not None:
            cancel_until_done(run.task)

    async def _work(self, run: Run) -> None:
        """From the session's turn to the last event."""
        queue = self._sessions[run.session_id]
        try:
            await run.released.wait()
            await self._wait_for_turn(run, queue)
            try:
                await self.ledger.begin_run(run.run_id, run.session_id, run.client_message_id)
            except AgentError as error:
                self.cancel(run, error)
            await self.answering.answer(run)
            await self.answering.finish(run)
        finally:
            self._put_away(run, queue)

    async def _wait_for_turn(self, run: Run, queue: list[Run]) -> None:
        while queue[0] is not run and not run.stop_asked.is_set():
            waits = [
                asyncio.create_task(queue[0].finished.wait()),
                asyncio.create_task(run.stop_asked.wait()),
            ]
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()

    def _put_away(self, run: Run, queue: list[Run]) -> None:
        queue.remove(run)
        if not queue:
            self._sessions.pop(run.session_id, None)
        for dropped in self._shelf.put(run):
            if dropped.client_message_id is not None:
                self._by_message.pop((dropped.session_id, dropped.client_message_id), None)

    def at_work(self) -> list[Run]:
        """Runs whose agent has begun."""
        return [run for runs in self._sessions.values() for run in runs if run.task is not None]

    async def shut_down(self) -> None:
        """Stop every run and wait for the last events."""
        self.closing = True
        why = AgentError("The server was stopped.", error_type="interrupted", status=503)
        for runs in list(self._sessions.values()):
            for run in list(runs):
                self.cancel(run, why)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
