"""How a run that was at work here has ended: its last event, and what is written with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from agents_runtime.at_work import RunAtWork
from agents_runtime.interrupted import ending_of
from agents_runtime.runs import Ending
from agents_runtime.storable import storable
from exporter.kit.errors import AgentError
from exporter.kit.events import Cancelled, CostSummary, Done, Error

LastEvent = Done | Cancelled | Error
# No model was asked, so that is known.
NOTHING = CostSummary(0, 0, 0, Decimal(0), "")


def ending_of_run(run: RunAtWork, error: AgentError | None) -> tuple[Ending, LastEvent]:
    """`error` is what kept it from beginning."""
    seq = run.log.last_seq + 1
    event: LastEvent
    if run.agent_run is None:
        stopped = run.stopped_by if isinstance(run.stopped_by, AgentError) else None
        failed = error or stopped
        if failed is not None:
            event = Error(failed.message, failed.error_type, NOTHING)
        else:
            event = Cancelled(NOTHING, "", str(run.stopped_by))
        ending = ending_of(event, run.run_id, seq)
        return replace(ending, error_status=failed.status if failed else 0), event
    from agents_runtime.outcome import judge

    outcome = judge(run.agent_run, run.task, run.stopped_by)
    ending = replace(
        ending_of(outcome.event, run.run_id, seq, _times(run)),
        demo=run.demo,
        result=storable(outcome.said),
        error_status=outcome.error.status if outcome.error else 0,
        message=storable(outcome.sent),
        context=None if run.run.history is not None else outcome.context,
        tool_calls=run.transcript(),
        first_token_at=run.first_token_at,
    )
    return ending, outcome.event


def failed_ending(run: RunAtWork) -> tuple[Ending, LastEvent]:
    """For a run of which we cannot tell even that: it failed, and what it cost is unknown."""
    failed = AgentError("The agent failed unexpectedly. The server's log says more.")
    costs = replace(NOTHING, total_cost=None, priced=False)
    event = Error(failed.message, failed.error_type, costs)
    ending = ending_of(event, run.run_id, run.log.last_seq + 1, _times(run))
    return replace(ending, demo=run.demo, error_status=failed.status), event


def _times(run: RunAtWork) -> dict[str, int]:
    """For the last event: how long it all took, and how long until there was something to read."""
    started, first = run.run.started_at, run.first_token_at
    times = {"ms": _milliseconds(datetime.now(UTC) - started)}
    return times if first is None else {**times, "ms_to_first_token": _milliseconds(first - started)}


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
