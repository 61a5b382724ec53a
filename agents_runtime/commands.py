"""The verbs that views and consumers share: start, cancel, answer, follow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from django.conf import settings

from agents_runtime.access import FoundRun
from agents_runtime.closing import close_queued
from agents_runtime.database import in_database
from agents_runtime.errors import not_exportable, not_found, not_waiting, server_full, stopping
from agents_runtime.models import OPEN_STATES, Run, Session
from agents_runtime.plans import plan_text
from agents_runtime.process import this_process
from agents_runtime.runs import OnBusy, StopReason, ask_to_stop, find_message, next_run, start_run
from agents_runtime.signs import answer_call
from agents_runtime.storable import check_storable
from exporter.kit.events import encode_json
from exporter.kit.run_log import Viewer


async def start(
    session: Session,
    person_id: int,
    message: str,
    *,
    client_message_id: str | None = None,
    on_busy: OnBusy = "reject",
    history: str | None = None,
) -> Run:
    """The run that answers this message, or did already.

    It waits for `dispatch`, so that a viewer is told its id before.
    """
    check_storable(message, "message")
    check_storable(client_message_id or "", "client_message_id")
    process = this_process()
    known = await in_database(find_message, session.pk, client_message_id) if client_message_id else None
    if known is not None:
        return known
    if process.stopping.is_set() or process.runner.closing:
        raise stopping()
    if process.runs_agents and process.runner.count >= settings.STUDIO_MAX_RUNS:
        raise server_full(settings.STUDIO_MAX_RUNS, "this server")
    planned = await asyncio.to_thread(plan_text, session.revision.text, session.revision.document)
    if planned.plan is None:
        raise not_exportable(planned.problems)
    run, replaced = await in_database(
        start_run,
        session,
        person_id,
        message,
        client_message_id=client_message_id,
        on_busy=on_busy,
        history=history,
        most_of_agent=planned.plan.limits.max_concurrent_runs,
    )
    for earlier in replaced:
        await cancel(earlier.id, "replaced")
    return run


async def dispatch(run: Run | FoundRun) -> None:
    """Let it begin, when its turn comes."""
    if run.state == "queued":
        await this_process().dispatch(run.id)


async def cancel(run_id: str, reason: StopReason = "requested") -> Run:
    """Stop it; its last event is sent when it has stopped. Again changes nothing."""
    process = this_process()
    run = await in_database(ask_to_stop, run_id, reason)
    if run.state == "queued":
        await close_queued(process.live, run)
        run = await in_database(ask_to_stop, run_id, reason)
        waiting = await in_database(next_run, run.session_id)
        if waiting is not None:
            await process.dispatch(waiting)
    # A process that stops may have closed its way to the others: they look by themselves, in a second.
    if run.state in OPEN_STATES and not process.stopping.is_set():
        await process.control.send(run_id)
    return run


async def answer_tool(run_id: str, call_id: str, *, output: Any = None, error: str | None = None) -> None:
    """Answer a tool call that waits for a person."""
    answer = encode_json({"error": error} if error is not None else {"output": output})
    check_storable(call_id, "call_id")
    if not await in_database(answer_call, run_id, call_id, answer):
        raise not_waiting(call_id)
    await this_process().control.send(run_id)


@asynccontextmanager
async def follow(run_id: str, after: int = 0) -> AsyncIterator[Viewer]:
    """All events of the run after a number: those there are at once, the others as they come."""
    process = this_process()
    log = await process.live.log_of(run_id, after)
    if log is None:
        raise not_found("run")
    with process.presence.watching(run_id, log, after) as viewer:
        yield viewer
