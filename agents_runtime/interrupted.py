"""The end of a run whose process died: its events as far as they are known, its costs as far as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction

from agents_runtime.event_log import stored_events
from agents_runtime.ledger import record_usage, sum_entries
from agents_runtime.ledger_line import Line
from agents_runtime.models import LedgerEntry, Run
from agents_runtime.price_list import DemoSummary
from agents_runtime.runs import Ending, close_run, lock_run
from agents_runtime.signs import is_silent
from agents_runtime.storable import storable
from exporter.kit.events import Cancelled, CostSummary, Done, Error, encode_event, encode_json

INTERRUPTED = "The server stopped before this run was over."


def interrupt_run(run: Run, unstored: Sequence[tuple[int, str]]) -> Ending | None:
    """Close it, all in one transaction; None where it has ended or shown a sign of life after all."""
    with transaction.atomic():
        locked = lock_run(run.pk)
        if not is_silent(locked):
            return None
        record_usage(locked, [Line(**values) for values in json.loads(locked.estimates)])
        stored = stored_events(run.pk)
        last = stored[-1][0] if stored else 0
        unstored = [(seq, text) for seq, text in unstored if seq > last]
        events = [*stored, *unstored]
        seq = (events[-1][0] if events else 0) + 1
        costs = _known_costs(run.pk)
        ending = replace(
            ending_of(Error(INTERRUPTED, "interrupted", costs), run.pk, seq),
            demo=isinstance(costs, DemoSummary),
            events=unstored,
            message=_seen(events),
            result=storable(_said(events)),
            tool_calls=json.dumps(_tool_calls(events)),
            error_status=503,
        )
        if close_run(run.pk, ending):
            return ending
        transaction.set_rollback(True)
        return None


def ending_of(
    event: Done | Cancelled | Error, run_id: str, seq: int, times: Mapping[str, int] | None = None
) -> Ending:
    """`times` are further fields of the last event, in milliseconds."""
    last_event = encode_event(event, run_id, seq)
    if times:
        last_event = encode_json({**json.loads(last_event), **times})
    return Ending(
        state=event.type,
        seq=seq,
        last_event=last_event,
        summary=encode_json(event.cost_summary.as_dict()),
        error=storable(event.error) if isinstance(event, Error) else "",
        error_type=event.error_type if isinstance(event, Error) else "",
    )


def _known_costs(run_id: str) -> CostSummary:
    entries = LedgerEntry.objects.filter(run_id=run_id)
    last = entries.order_by("-request").first()
    summary = sum_entries(entries, last.model if last else "", priced=False)
    return DemoSummary(**asdict(summary)) if last is not None and last.demo else summary


def _seen(events: Sequence[tuple[int, str]]) -> str | None:
    """The user's message as the model saw it: it ends what is shown of the run's first model request."""
    first = next((text for _, text in events if text.startswith('{"type":"llm_start"')), None)
    prompts = json.loads(first)["prompts"] if first is not None else []
    return storable(prompts[-1]) if prompts else None


def _said(events: Sequence[tuple[int, str]]) -> str:
    parsed = (json.loads(text) for _, text in events if text.startswith('{"type":"token"'))
    return "".join(event["token"] for event in parsed)


def _tool_calls(events: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    """As a run that ends by itself keeps them, without times: nobody measured."""
    calls: dict[str, dict[str, Any]] = {}
    said = 0
    for event in (json.loads(text) for _, text in events):
        call = calls.get(event.get("call_id", ""))
        if event["type"] == "token":
            said += len(event["token"])
        elif event["type"] == "tool_start":
            known = {name: event[name] for name in ("tool", "input", "call_id")}
            calls[event["call_id"]] = {**known, "after_characters": said}
        elif call is not None and event["type"] in ("tool_end", "tool_error"):
            call |= {name: event[name] for name in ("output", "error", "error_type") if name in event}
    return list(calls.values())
