"""Runs execute in worker processes, which take them from a queue in PostgreSQL (procrastinate)."""

from __future__ import annotations

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from agents_runtime.database import in_database

QUEUE = "runs"


@app.task(queue=QUEUE, name="execute_run")
async def execute_run(run_id: str) -> None:
    """In a worker. A job that comes twice finds its run claimed."""
    from agents_runtime.process import this_process

    await this_process().runner.spawn(run_id)


async def dispatch_to_queue(run_id: str) -> None:
    """Again changes nothing while its job waits: however long no worker comes, it is one job."""
    defer = execute_run.configure(queueing_lock=run_id).defer
    # Its async form would take a connection in the request's own thread, for as long as the stream lasts.
    with suppress(AlreadyEnqueued):
        await in_database(defer, run_id=run_id)
