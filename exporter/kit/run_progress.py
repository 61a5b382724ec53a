"""Saves what is known of running runs, so that a process that dies leaves it behind."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from .errors import AgentError
from .ledger import RunProgress
from .ledger_entries import entry_of
from .run import Run
from .runs import Runs

SAVE_EVERY = 1.0


async def save_progress_forever(runs: Runs) -> None:
    while True:
        await asyncio.sleep(SAVE_EVERY)
        at_work = runs.at_work()
        if at_work:
            with suppress(AgentError):  # the ledger has logged it; the end of each run says it
                await runs.ledger.save_progress([_progress(run) for run in at_work])


def _progress(run: Run) -> RunProgress:
    requests = run.usage.requests
    finished = [entry_of(each) for each in requests if not each.open]
    estimates = [entry_of(each) for each in requests if each.open]
    return RunProgress(run.run_id, run.log.last_seq, finished, estimates)
