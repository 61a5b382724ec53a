"""What the routes share: the agent, its runs, the ledger, the rules of access."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Annotated
from uuid import uuid4

from fastapi import Depends
from starlette.requests import HTTPConnection

from .agent_definition import AgentDefinition
from .ledger import Ledger
from .runs import Runs
from .security import Access

CLOSING_SECONDS = 5.0


@dataclass
class Serving:
    """One for each application, in `app.state.serving`. `stopping` is what idle connections wait for."""

    agent: AgentDefinition
    runs: Runs
    ledger: Ledger
    access: Access
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    sockets: set[asyncio.Task[None]] = field(default_factory=set)
    _stop: asyncio.Task[None] | None = None

    async def stop(self) -> None:
        """Give every run its last event, then let the connections go."""
        if self._stop is None:
            self._stop = asyncio.create_task(self._shut_down())
        await self._stop

    async def _shut_down(self) -> None:
        await self.runs.shut_down()
        self.stopping.set()
        if self.sockets:
            # uvicorn would close them with a code of its own.
            await asyncio.wait(self.sockets, timeout=CLOSING_SECONDS)


def serving_of(connection: HTTPConnection) -> Serving:
    serving: Serving = connection.app.state.serving
    return serving


ServingHere = Annotated[Serving, Depends(serving_of)]


def new_session_id() -> str:
    return f"s-{uuid4().hex}"
