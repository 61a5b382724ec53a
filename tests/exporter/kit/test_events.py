"""exporter/kit/events.py"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from exporter.kit.events import CostSummary, Done, Event, LlmStart, Token, ToolEnd, ToolStart, encode_event


def decoded(event: Event) -> dict[str, object]:
    values: dict[str, object] = json.loads(encode_event(event, "run-1", 7))
    return values


def test_every_event_carries_its_type_its_run_and_its_number() -> None:
    assert decoded(LlmStart("gpt-4o", ["Hi"])) == {
        "type": "llm_start",
        "model": "gpt-4o",
        "prompts": ["Hi"],
        "run_id": "run-1",
        "seq": 7,
    }


@pytest.mark.parametrize(
    "text", ["plain", 'quote " and \\', "new\nline", "\u2028\u2029", "\x00", "é😀", "\ud800"]
)
def test_a_token_survives_the_hand_written_encoder(text: str) -> None:
    line = encode_event(Token(text, 3, Decimal("0.000012")), "run-1", 7)
    assert line.isascii() and "\n" not in line
    assert json.loads(line) == {
        "type": "token",
        "token": text,
        "token_count": 3,
        "cost": 0.000012,
        "estimated": True,
        "run_id": "run-1",
        "seq": 7,
    }


def test_no_price_is_null() -> None:
    assert decoded(Token("a", 1, None))["cost"] is None


def test_money_is_a_json_number_and_unknown_money_is_null() -> None:
    known = CostSummary(3, 1, 2, Decimal("0.00003"), "gpt-4o")
    assert decoded(Done("", known))["cost_summary"] == {
        "total_tokens": 3,
        "prompt_tokens": 1,
        "completion_tokens": 2,
        "total_cost": 0.00003,
        "model": "gpt-4o",
        "cached_tokens": 0,
        "reasoning_tokens": 0,
        "estimated": False,
        "priced": True,
    }
    unknown = CostSummary(3, 1, 2, None, "mine", priced=False)
    assert '"total_cost":null' in encode_event(Done("", unknown), "r", 1)


def test_whatever_a_tool_gets_or_gives_becomes_valid_json() -> None:
    strange = {"nan": float("nan"), "deep": [float("inf")], "path": Path("/x"), "set": {1}}
    assert decoded(ToolStart("t", strange, "c"))["input"] == {
        "nan": None,
        "deep": [None],
        "path": "/x",
        "set": "{1}",
    }
    assert decoded(ToolEnd(b"bytes", "c"))["output"] == "b'bytes'"


def test_every_event_and_its_fields_are_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "events.md").read_text()
    rows = {line.split("`")[1]: line.split("|")[2] for line in page.splitlines() if line.startswith("| `")}
    for kind in get_args(Event):
        named = set(re.findall(r"`(\w+)`", rows[kind.type]))
        assert named == {field.name for field in fields(kind)}, kind.type
