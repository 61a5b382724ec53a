"""Runs execute in worker processes, which take them from a queue in PostgreSQL (procrastinate)."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from agents_runtime.database import in_database

logger = logging.getLogger(__name__)

QUEUE = "runs"
# A worker says that it lives every 10 s (procrastinate's default).
STALLED_SECONDS = 120
LOOK_EVERY = 15.0


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


async def drop_stalled_jobs_forever(worker_app: Any) -> None:
    """Jobs of workers that are gone: their runs are ended, or queued anew, by whoever finds those."""
    while True:
        try:
            await _drop_stalled_jobs(worker_app.job_manager)
        except ConnectorException as error:
            logger.warning("Jobs of dead workers could not be dropped: %s", error)
        await asyncio.sleep(LOOK_EVERY)


async def _drop_stalled_jobs(jobs: Any) -> None:
    for job in await jobs.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await jobs.finish_job(job, Status.FAILED, delete_job=True)
        except ConnectorException as error:
            logger.info("Job %s was dropped by another worker: %s", job.id, error)
