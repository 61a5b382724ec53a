"""The studio on Daphne, and how it ends: runs first, then connections, and in any case soon."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server  # installs the reactor, so it comes before Twisted's own
from twisted.internet import reactor as installed
from twisted.internet.defer import Deferred

from agents_runtime.process import stop_process

reactor: Any = installed

# Runs get 5 s to end; what has not ended long after that never will.
LONGEST_STOP = 10.0
LONGEST_FAREWELL = 1.0


class StoppingServer(Server):  # type: ignore[misc]
    """Waits for requests only for a while, and knows connections on which nothing is asked."""

    def kill_all_applications(self) -> Deferred[Any] | None:
        going_on = [
            details["application_instance"]
            for details in self.connections.values()
            if "application_instance" in details
        ]
        for each in going_on:
            each.cancel()
        if not going_on:
            return None
        farewell = asyncio.ensure_future(asyncio.wait(going_on, timeout=LONGEST_FAREWELL))
        return Deferred.fromFuture(farewell)


def run_until_signal(application: Any, host: str, port: int, begin: Callable[[], object]) -> None:
    """Until SIGINT or SIGTERM, also while the loop is busy; `begin` is called in it."""
    server = StoppingServer(
        application=application,
        endpoints=build_endpoint_description_strings(host=host, port=port),
        server_name="ossa-studio",
        signal_handlers=False,
    )
    tasks: list[asyncio.Task[None]] = []

    async def stop() -> None:
        try:
            await stop_process()
        finally:
            reactor.stop()

    def stop_in_loop() -> None:
        tasks.append(asyncio.get_event_loop().create_task(stop()))

    stop_once = _once(lambda: reactor.callFromThread(stop_in_loop))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop_once())
    reactor.callWhenRunning(lambda: asyncio.get_event_loop().call_soon(begin))
    server.run()
    leave(0)


def _once(stop: Callable[[], None]) -> Callable[[], None]:
    """The first signal stops; a thread that no exit waits for sees to it that this comes to an end."""
    begun = threading.Event()

    def begin() -> None:
        if not begun.is_set():
            begun.set()
            guard = threading.Timer(LONGEST_STOP, give_up)
            guard.daemon = True
            guard.start()
            stop()

    return begin


def give_up() -> None:
    """Everything that matters is saved as it happens; this says which thread would not end."""
    sys.stderr.write(f"The studio did not stop within {LONGEST_STOP:.0f} s and was ended. Its threads:\n")
    sys.stderr.flush()
    faulthandler.dump_traceback()
    leave(1)


def leave(code: int) -> None:
    """Without waiting for threads that still load LangChain or export: what has to last is stored by now."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(code)
