"""The page's script and the kit speak of the same events."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from exporter.kit.events import LAST_EVENTS, Event

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "src" / "events.js"


def names_in(constant: str) -> list[str]:
    listed = re.search(rf"export const {constant} = \[(.*?)\]", SCRIPT.read_text(encoding="utf-8"), re.DOTALL)
    assert listed, f"{SCRIPT.name} has no {constant}"
    return re.findall(r'"(\w+)"', listed[1])


def test_javascript_knows_the_same_events() -> None:
    assert names_in("EVENT_NAMES") == [event.type for event in get_args(Event)]
    assert names_in("LAST_EVENT_NAMES") == [event.type for event in LAST_EVENTS]
