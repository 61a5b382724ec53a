"""What workers tell Prometheus, started again with a port for it."""

from __future__ import annotations

import time
from collections.abc import Sequence

import httpx

from tests.agents_runtime.processes import PATIENCE, Worker
from tests.agents_runtime.soak.books import figures
from tests.studio_server import free_port


def started_with_figures(workers: Sequence[Worker]) -> list[str]:
    """Their addresses, in the order of the workers; they are ready."""
    urls = []
    for worker in workers:
        worker.stop()
        port = free_port()
        worker.command += ["--metrics-port", str(port)]
        worker.launch()
        urls.append(f"http://127.0.0.1:{port}")
    for worker, url in zip(workers, urls, strict=True):
        deadline = time.monotonic() + PATIENCE
        while not _tells(url):
            assert time.monotonic() < deadline, worker.log
            time.sleep(0.2)
    return urls


def _tells(url: str) -> bool:
    """What the process itself has is told as soon as it is ready."""
    try:
        return "studio_tasks" in figures(url)
    except httpx.TransportError:
        return False
