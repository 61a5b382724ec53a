"""Where a run executes: in this process, or in a worker that takes it from a queue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from django.conf import settings

from agents_runtime.dispatch.local import dispatch_here

if TYPE_CHECKING:
    from agents_runtime.process import Process

Dispatch = Callable[[str], Awaitable[None]]


def create_dispatch(process: Process) -> Dispatch:
    """Takes a run's id; again for the same run changes nothing, since a run is claimed once."""
    if settings.STUDIO_DISPATCH == "queue":
        from agents_runtime.dispatch.queue import dispatch_to_queue

        return dispatch_to_queue
    return lambda run_id: dispatch_here(process, run_id)
