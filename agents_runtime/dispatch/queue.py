"""Runs execute in worker processes, which take them from a queue in PostgreSQL (procrastinate)."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from agents_runtime.database import in_database

logger = logging.getLogger(__name__)

QUEUE = "runs"


@app.task(queue=QUEUE, name="execute_run")
async def execute_run(run_id: str) -> None:
    """In a worker. A job that comes twice finds its run claimed."""
    from agents_runtime.process import this_process

    await this_process().runner.spawn(run_id)


async def dispatch_to_queue(run_id: str) -> None:
    """Again changes nothing while its job waits: however long no worker comes, it is one job."""
    job = execute_run.configure(queueing_lock=run_id)
    try:
        if isinstance(app.connector, DjangoConnector):
            # Its async form would take a connection in the request's own thread, as long as the stream lasts.
            await in_database(job.defer, run_id=run_id)
        else:
            await job.defer_async(run_id=run_id)
    except AlreadyEnqueued:
        pass
    except ConnectorException as error:
        # Queued runs that nobody takes up are looked for every few seconds.
        logger.error("Run %s is not in the queue yet: %s", run_id, error, extra={"run_id": run_id})
