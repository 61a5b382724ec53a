"""`manage.py run_worker`: executes runs that web processes put into the queue; needs PostgreSQL and Redis."""

from __future__ import annotations

import asyncio
import logging
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from prometheus_client import start_http_server
from uvicorn.loops.auto import auto_loop_factory

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Execute runs from the queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--metrics-port", type=int, help="serve this worker's figures for Prometheus on this port"
        )
        parser.add_argument(
            "--metrics-address", default="127.0.0.1", help="and on this address (127.0.0.1): it asks no token"
        )
        parser.add_argument(
            "--runs", type=int, default=settings.STUDIO_MAX_RUNS, help="how many at once (STUDIO_MAX_RUNS)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.STUDIO_DISPATCH != "queue":
            raise CommandError('Workers have nothing to do with STUDIO_DISPATCH=local; set it to "queue".')
        if options["runs"] < 1:
            raise CommandError(f"--runs is {options['runs']}; expected 1 or more.")
        self.check(databases=["default"])
        if options["metrics_port"] is not None:
            serve_figures(options["metrics_address"], options["metrics_port"])
        # As uvicorn chooses for web processes: a token costs less on uvloop.
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            runner.run(self._work(options["runs"]))

    async def _work(self, runs: int) -> None:
        from procrastinate.contrib.django import app as queue

        from agents_runtime.loading import load_engine
        from agents_runtime.metrics import of_this_process
        from agents_runtime.process import Process, run_as

        await load_engine()
        process = Process(runs_agents=True)
        run_as(process)
        of_this_process.know(process)
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)
        app: Any = queue  # its type does not know Django's connector
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            async with working.open_async():
                await self._until(stopping, working, runs)

    async def _until(self, stopping: asyncio.Event, app: Any, runs: int) -> None:
        from agents_runtime.dispatch.queue import QUEUE, STALLED_SECONDS, drop_stalled_jobs_forever
        from agents_runtime.process import stop_process

        work = app.run_worker_async(
            queues=[QUEUE],
            concurrency=runs,
            install_signal_handlers=False,
            delete_jobs="successful",
            stalled_worker_timeout=STALLED_SECONDS,
        )
        worker, stopped = asyncio.create_task(work), asyncio.create_task(stopping.wait())
        dropping = asyncio.create_task(drop_stalled_jobs_forever(app))
        logger.info("This worker is ready.")
        await asyncio.wait({worker, dropping, stopped}, return_when=asyncio.FIRST_COMPLETED)
        # Runs first, while their jobs still go on: each gets its last event.
        await stop_process()
        worker.cancel()
        dropping.cancel()
        for ended in await asyncio.gather(worker, dropping, return_exceptions=True):
            if isinstance(ended, Exception):
                logger.error("A part of the worker stopped: %r", ended)
        if not stopping.is_set():
            raise CommandError("The worker stopped by itself; its log says why.")


def serve_figures(address: str, port: int) -> None:
    """In a thread of its own; a port that cannot be had is one clear sentence."""
    try:
        start_http_server(port, addr=address)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else "expected a number from 1 to 65535"
        raise CommandError(f"--metrics-port {port} cannot be served on {address}: {reason}.") from None
