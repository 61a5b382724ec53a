"""What this process does beside its requests: live log, signs of life, commands, and runs."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import os
import socket
from collections.abc import Collection, Coroutine
from typing import Any, Protocol
from uuid import uuid4

from django.conf import settings
from django.db import Error as DatabaseError

from agents_runtime.closing import close_dead
from agents_runtime.control import Control, create_control
from agents_runtime.database import in_database
from agents_runtime.dispatch import create_dispatch
from agents_runtime.garbage import leave_loaded_alone
from agents_runtime.live import live_log
from agents_runtime.loading import load_engine
from agents_runtime.presence import Presence
from agents_runtime.retention import drop_old_events
from agents_runtime.runner import Runner
from agents_runtime.runs import next_run
from agents_runtime.signs import dead_runs, forgotten_runs

logger = logging.getLogger(__name__)

FIND_EVERY = 2.0
GOODBYES, GOODBYE_SECONDS = 40, 0.05
RETENTION_EVERY = 3600.0
LONGEST_FAREWELL = 1.0


class Socket(Protocol):
    """An open WebSocket."""

    async def go_away(self) -> None: ...


class Process:
    """One for each operating system process; `start` and `stop` are called in its event loop."""

    def __init__(self, *, runs_agents: bool) -> None:
        name = f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid4().hex[:8]}"
        self.runs_agents = runs_agents
        self.live = live_log()
        self.presence = Presence(settings.STUDIO_GRACE_SECONDS)
        self.dispatch = create_dispatch(self)
        self.runner = Runner(name, self.live, self.dispatch)
        self.control: Control = create_control(self.runner.receive)
        self.stopping = asyncio.Event()
        self.sockets: set[Socket] = set()
        self.is_whole = True
        self._stopped: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        leave_loaded_alone()
        self._keep(self.presence.tell_forever())
        self._keep(self._find_lost_runs_forever())
        self._keep(self._drop_old_events_forever())
        if self.runs_agents:
            self._keep(self.runner.saver.save_forever())
            self._keep(self.runner.beat_forever())
            self._keep(load_engine())

    async def stop(self) -> None:
        """Runs get their last events, then the connections may go."""
        if self._stopped is None:
            self._stopped = asyncio.create_task(self._stop())
        await self._stopped

    async def _stop(self) -> None:
        await self.runner.shut_down()
        self.stopping.set()
        self.presence.wake_viewers()
        await _for_a_while([asyncio.create_task(socket.go_away()) for socket in self.sockets])
        await self._until_sockets_left()
        for task in self._tasks:
            task.cancel()
        await _for_a_while(self._tasks)
        await _for_a_while([asyncio.create_task(part.close()) for part in (self.control, self.live)])

    async def _until_sockets_left(self) -> None:
        """A while: the close is on its way, and a server that stops at once would cut it off."""
        for _ in range(GOODBYES):
            if not self.sockets:
                return
            await asyncio.sleep(GOODBYE_SECONDS)

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        # A context of its own: that of the first request would tie its database work to that request.
        task = asyncio.create_task(work, context=contextvars.Context())
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.is_whole = False
            logger.error("A part of this process stopped", exc_info=error)

    async def _find_lost_runs_forever(self) -> None:
        while True:
            try:
                for run in await in_database(dead_runs):
                    if self.runner.has(run.id):
                        continue  # this process lives, however late its signs come
                    await close_dead(self.live, run)
                    waiting = await in_database(next_run, run.session_id)
                    if waiting is not None:
                        await self.dispatch(waiting)
                for run_id in await in_database(forgotten_runs):
                    await self.dispatch(run_id)
            except DatabaseError as error:
                logger.error("Lost runs could not be looked for: %s", error)
            await asyncio.sleep(FIND_EVERY)

    async def _drop_old_events_forever(self) -> None:
        while True:
            try:
                await in_database(drop_old_events)
            except DatabaseError as error:
                logger.error("Old events could not be dropped: %s", error)
            await asyncio.sleep(RETENTION_EVERY)


async def _for_a_while(tasks: Collection[asyncio.Task[None]]) -> None:
    """None of them may keep the process from ending."""
    if not tasks:
        return
    done, late = await asyncio.wait(tasks, timeout=LONGEST_FAREWELL)
    errors = [task.exception() for task in done if not task.cancelled()]
    for told in [*filter(None, errors), *late]:
        logger.warning("A part of this process did not end in good order: %r", told)


_process: Process | None = None


def this_process() -> Process:
    """Made and started at the first use in a web process; a worker makes its own."""
    global _process
    if _process is None:
        _process = Process(runs_agents=settings.STUDIO_DISPATCH == "local")
        _process.start()
    return _process


def run_as(process: Process) -> None:
    """Make this the process's own."""
    global _process
    _process = process
    process.start()


async def stop_process() -> None:
    """Stop it where it has begun."""
    global _process
    if _process is not None:
        await _process.stop()
        _process = None
        live_log.cache_clear()
