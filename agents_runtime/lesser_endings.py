"""Endings for when the database refuses a whole one: a run has to end, whatever cannot be written with it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Literal

from agents_runtime.at_work import Unsaved
from agents_runtime.endings import LastEvent
from agents_runtime.ledger_line import Line
from agents_runtime.runs import Ending
from exporter.kit.events import encode_json

Kept = Literal["all", "lines without money", "no lines", "its events alone"]
KEPT: tuple[Kept, ...] = ("all", "lines without money", "no lines", "its events alone")
WITH_LINES = KEPT[:2]


def reduced(ending: Ending, unsaved: Unsaved, kept: Kept) -> Ending:
    """The ending with what was not saved yet, as much of it as is kept."""
    whole = replace(ending, events=unsaved.events, lines=unsaved.lines, requests=unsaved.requests)
    match kept:
        case "lines without money":
            return replace(whole, lines=[_without_money(line) for line in whole.lines])
        case "no lines":
            return replace(whole, lines=[])
        case "its events alone":
            bare = replace(whole, lines=[], requests=[], tool_calls="[]", context=None, message=None)
            return replace(bare, result="", error="")
        case _:
            return whole


def _without_money(line: Line) -> Line:
    """Unknown, so that sums in which it stands are unknown too."""
    return replace(line, cost=None, unit_prices="", price_version="", price_date=None)


def with_unknown_costs(ending: Ending, event: LastEvent) -> tuple[Ending, LastEvent]:
    costs = replace(event.cost_summary, total_cost=None, priced=False)
    told = {**json.loads(ending.last_event), "cost_summary": costs.as_dict()}
    known = replace(ending, last_event=encode_json(told), summary=encode_json(costs.as_dict()))
    return known, replace(event, cost_summary=costs)
