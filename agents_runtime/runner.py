"""Owns the task of each run that is at work in this process: spawn, stop, close, shut down."""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError

from agents_runtime import budgets
from agents_runtime.at_work import RunAtWork
from agents_runtime.budget_gate import BudgetGate
from agents_runtime.closing import Closing
from agents_runtime.database import in_database, in_database_at_once
from agents_runtime.live import LiveLog
from agents_runtime.loading import load_engine
from agents_runtime.model_choice import choose_model
from agents_runtime.models import OPEN_STATES
from agents_runtime.preparing import Prepared, prepare_run
from agents_runtime.price_list import DEMO
from agents_runtime.runs import ask_to_stop, claim_run, find_run, next_run
from agents_runtime.saving import Saver
from agents_runtime.signs import BEAT_EVERY, Asked, asked_of, beat
from exporter.kit.errors import AgentError

logger = logging.getLogger(__name__)

# A tool that swallows its cancellation must not keep the session busy for ever.
LONGEST_STOP = 10.0
SHUTDOWN_SECONDS = 5.0

Dispatch = Callable[[str], Awaitable[None]]


class Runner:
    """`dispatch` takes a run whose turn has come to wherever runs execute, which need not be here."""

    def __init__(self, process: str, live: LiveLog, dispatch: Dispatch) -> None:
        self.process = process
        self.live = live
        self.closing = False
        self.saver = Saver(lambda: list(self._runs.values()))
        self._ending = Closing(live, self.saver)
        self._dispatch = dispatch
        self._runs: dict[str, RunAtWork] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._looks: set[asyncio.Task[None]] = set()

    @property
    def count(self) -> int:
        return len(self._tasks)

    def has(self, run_id: str) -> bool:
        return run_id in self._runs

    @property
    def unsaved_events(self) -> int:
        return sum(run.unsaved_events for run in self._runs.values())

    def spawn(self, run_id: str) -> asyncio.Task[None]:
        """Execute the run in a task that is no request's; again while it goes on changes nothing."""
        task = self._tasks.get(run_id)
        if task is None:
            work = self._work(run_id)
            task = asyncio.create_task(work, name=f"run {run_id}", context=contextvars.Context())
            self._tasks[run_id] = task
            task.add_done_callback(lambda done: self._ended(run_id, done))
        return task

    def _ended(self, run_id: str, task: asyncio.Task[None]) -> None:
        self._tasks.pop(run_id, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Run %s was left without an end", run_id, exc_info=error, extra={"run_id": run_id})

    def receive(self, run_id: str) -> None:
        """Something is asked of a run; where it is at work here, look what."""
        if run_id in self._runs:
            task = asyncio.create_task(self._look(run_id), context=contextvars.Context())
            self._looks.add(task)
            task.add_done_callback(self._looks.discard)

    async def beat_forever(self) -> None:
        while True:
            await asyncio.sleep(BEAT_EVERY)
            try:
                await self._beat()
            except DatabaseError as error:
                logger.error("Signs of life could not be given: %s", error)

    async def _beat(self) -> None:
        if not self._runs:
            return
        found = await in_database_at_once(beat, list(self._runs))
        for run_id, asked in found.items():
            await self._heed(run_id, asked)
        for run_id in self._runs.keys() - found.keys():
            await self._look_for_the_end(run_id)

    async def shut_down(self) -> None:
        """Give every run its last event."""
        self.closing = True
        why = AgentError("The server was stopped.", error_type="interrupted", status=503)
        for run in list(self._runs.values()):
            self._stop(run, why)
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=SHUTDOWN_SECONDS)

    async def _look_for_the_end(self, run_id: str) -> None:
        """A run that this process was too slow for was taken for dead, and closed by another."""
        run = await in_database(find_run, run_id)
        if run is not None and run.state not in OPEN_STATES and run_id in self._runs:
            self._stop(self._runs[run_id], "requested")

    async def _look(self, run_id: str) -> None:
        for asked in (await in_database(asked_of, [run_id])).values():
            await self._heed(run_id, asked)

    async def _heed(self, run_id: str, asked: Asked) -> None:
        run = self._runs.get(run_id)
        if run is None:
            return
        for number, answer in asked.answers:
            run.answer(number, answer)
        if asked.stop_reason:
            self._stop(run, asked.stop_reason)
        elif asked.alone_for > asked.grace_seconds:
            await in_database(ask_to_stop, run_id, "abandoned")
            self._stop(run, "abandoned")

    async def _work(self, run_id: str) -> None:
        if self.closing:
            return
        run = await in_database(claim_run, run_id, self.process)
        if run is None:
            return
        at_work = RunAtWork(run, self.live.open(run_id), self.live.published)
        self._runs[run_id] = at_work
        if run.stop_reason:
            self._stop(at_work, run.stop_reason)
        try:
            error = await self._answer(at_work)
            await self._ending.close(at_work, error)
        finally:
            del self._runs[run_id]
            at_work.let_go()
        waiting = await in_database(next_run, run.session_id)
        if waiting is not None:
            await self._dispatch(waiting)

    async def _answer(self, at_work: RunAtWork) -> AgentError | None:
        """Let the agent answer, in a task of its own that a stop or the time limit ends.

        Returns what kept it from beginning.
        """
        preparing = asyncio.create_task(self._prepare(at_work))
        if not await _ended_by_itself(preparing, at_work.stop_asked):
            # LangChain may still be loading, for seconds.
            preparing.cancel()
            await asyncio.wait({preparing})
            return None
        limit = preparing.result()
        if isinstance(limit, AgentError):
            return limit
        if self.closing:
            self._stop(at_work, "requested")
        if at_work.stopped_by is not None:
            return None
        assert at_work.agent_run is not None
        at_work.task = asyncio.create_task(at_work.agent_run.answer())
        if await _ended_by_itself(at_work.task, at_work.stop_asked, limit):
            return None
        if limit is not None:
            message = f"The run took longer than its {limit:g} s."
            self._stop(at_work, AgentError(message, error_type="timeout", status=504))
        if not await _ended_by_itself(at_work.task, limit=LONGEST_STOP):
            told = {"run_id": at_work.run_id}
            logger.error(
                "Run %s did not stop within %s s: a tool holds it", at_work.run_id, LONGEST_STOP, extra=told
            )
        return None

    async def _prepare(self, at_work: RunAtWork) -> float | AgentError | None:
        """How long the run may take; or what keeps it from beginning."""
        try:
            await load_engine()
            prepared = await in_database(prepare_run, at_work.run)
            await self._build(at_work, prepared)
        except AgentError as error:
            return error
        except Exception:  # our own mistake, which must not leave the run without an end
            told = {"run_id": at_work.run_id}
            logger.exception("Run %s could not be prepared", at_work.run_id, extra=told)
            return AgentError("The agent failed unexpectedly. The server's log says more.")
        return prepared.plan.limits.run_timeout

    async def _build(self, at_work: RunAtWork, prepared: Prepared) -> None:
        from agents_runtime.engine import AgentRun, Work
        from agents_runtime.usage import PlaygroundUsage
        from exporter.kit.outbound import AllowList

        run, plan = at_work.run, prepared.plan
        choice = await choose_model(plan.chat_model, prepared.surroundings, demo=prepared.wants_demo)
        at_work.demo = choice.demo
        limits = plan.limits
        if not choice.demo and (budgets.has_budget(limits) or limits.max_tokens_per_request is not None):
            most = plan.chat_model.max_tokens
            at_work.gate = BudgetGate(
                run.id,
                run.session.agent_id,
                limits,
                most if isinstance(most, int) else None,
                at_work.ask_top_up,
            )
        model = plan.chat_model.model
        usage = PlaygroundUsage(
            DEMO if choice.demo else plan.chat_model.provider,
            DEMO if choice.demo else model if isinstance(model, str) else model.default or "",
            prepared.own_prices,
            at_work.gate,
        )
        work = Work(
            run_id=run.id,
            session_id=run.session.name,
            plan=plan,
            context=run.session.context if run.history is None else run.history,
            message=run.message,
            settings=prepared.settings,
            surroundings=prepared.surroundings,
            allow=AllowList(settings.STUDIO_OUTBOUND_ALLOW, setting="STUDIO_OUTBOUND_ALLOW"),
            demo=choice.demo,
        )
        at_work.agent_run = AgentRun(
            work, usage, at_work.emit, at_work.ask, at_work.show_request, at_work.admit
        )

    def _stop(self, run: RunAtWork, why: AgentError | str) -> None:
        if run.stopped_by is not None:
            return
        run.stopped_by = why
        run.stop_asked.set_result(None)
        if run.agent_run is not None:
            run.agent_run.stop()
        if run.task is not None:
            from exporter.kit.run import cancel_until_done  # loaded with LangChain, as it is by now

            cancel_until_done(run.task)


async def _ended_by_itself(
    work: asyncio.Task[Any], stop_asked: asyncio.Future[None] | None = None, limit: float | None = None
) -> bool:
    """Wait for it, or until a stop is asked for, or so many seconds."""
    awaited = {work} if stop_asked is None else {work, stop_asked}
    await asyncio.wait(awaited, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
    return work.done()
