"""Runs execute as tasks of this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agents_runtime.process import Process


async def dispatch_here(process: Process, run_id: str) -> None:
    process.runner.spawn(run_id)
