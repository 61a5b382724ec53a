"""Starts what a serving process does beside its requests, and ends it before its connections are closed.

Servers that know lifespan (uvicorn) say when; Daphne does not, so the first connection starts it too.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import Any

from agents_runtime.checks import what_cannot_work
from agents_runtime.database import in_database
from agents_runtime.only_process import AnotherProcessError, be_the_only_process, is_the_only_process
from agents_runtime.process import stop_process, this_process
from exporter.kit.listener import on_stop_signal
from studio.refusals import refuse

logger = logging.getLogger(__name__)


async def lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Runs get their last events and sockets a 1001 at the signal: afterwards it would be too late."""
    with ExitStack() as stack:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                if wrong := what_cannot_work():
                    await send({"type": "lifespan.startup.failed", "message": wrong})
                    return
                try:
                    await in_database(be_the_only_process)
                except AnotherProcessError as error:
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                this_process()
                stack.enter_context(on_stop_signal(stop_process))
                logger.info("The studio is ready.")
            else:
                await stop_process()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


class Started:
    """ASGI middleware: the process has begun before anybody is answered."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self._wrong = what_cannot_work()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        # For servers that ask nothing at their start, as stock Daphne.
        if self._wrong:
            await refuse(scope, receive, send, 503, "wrong_settings", self._wrong)
            return
        if not is_the_only_process():
            try:
                await in_database(be_the_only_process)
            except AnotherProcessError as error:
                await refuse(scope, receive, send, 503, "another_process", str(error))
                return
        this_process()
        await self.application(scope, receive, send)
