"""What two servers have to tell alike of a run, once what differs from run to run is taken out."""

from __future__ import annotations

from itertools import groupby
from typing import Any

Event = dict[str, Any]
# Ids, and times.
OF_ONE_RUN = {"run_id", "session_id", "ms", "ms_to_first_token"}
# The playground says more: what was sent to the model, and whether the demo model answered.
OF_THE_PLAYGROUND = {"sent", "demo"}


def comparable(told: list[Event], cut_at: int | None = None) -> list[Event]:
    """`cut_at`: of a run that was stopped after so many tokens, what came until then and how it ended."""
    if cut_at is not None:
        stop = next(at for at, event in enumerate(told) if event.get("token_count") == cut_at)
        told = [*told[: stop + 1], {"type": told[-1]["type"]}]
    return in_order_of_calls([without(event) for event in told])


def in_order_of_calls(told: list[Event]) -> list[Event]:
    """Of tools that work at the same time, any may be the first to answer."""
    ordered: list[Event] = []
    for ends, group in groupby(told, lambda event: event.get("type") in ("tool_end", "tool_error")):
        events = list(group)
        numbers = [event.get("seq") for event in events]
        if ends:
            events = sorted(events, key=lambda event: str(event["call_id"]))
            events = [{**event, "seq": number} for event, number in zip(events, numbers, strict=True)]
        ordered += events
    return ordered


def without(value: Any) -> Any:
    if isinstance(value, dict):
        left_out = OF_ONE_RUN | OF_THE_PLAYGROUND
        return {name: without(part) for name, part in value.items() if name not in left_out}
    return [without(part) for part in value] if isinstance(value, list) else value
