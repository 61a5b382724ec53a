"""The events of a run, as clients see them, and the one place where they become JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from json.encoder import encode_basestring_ascii
from typing import Any, ClassVar, Literal, get_args


@dataclass(frozen=True, slots=True)
class CostSummary:
    """Tokens and money, of a run or of a period. Unknown money is None, never 0."""

    total_tokens: int
    prompt_tokens: int
    completion_tokens: int
    total_cost: Decimal | None
    model: str
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    estimated: bool = False
    priced: bool = True

    def as_dict(self) -> dict[str, Any]:
        values = asdict(self)
        if self.total_cost is not None:
            values["total_cost"] = float(self.total_cost)
        return values


@dataclass(slots=True)
class LlmStart:
    """A model request begins."""

    type: ClassVar[Literal["llm_start"]] = "llm_start"
    model: str
    prompts: Sequence[str]


@dataclass(slots=True)
class Token:
    """A piece of text; the figures are running totals of the run."""

    type: ClassVar[Literal["token"]] = "token"
    token: str
    token_count: int
    cost: Decimal | None
    estimated: bool = True


@dataclass(slots=True)
class LlmEnd:
    """A model request ended; the figures are the provider's, unless the summary says "estimated"."""

    type: ClassVar[Literal["llm_end"]] = "llm_end"
    full_response: str
    tokens: int
    cost_summary: CostSummary


@dataclass(slots=True)
class ToolStart:
    """A tool begins to work."""

    type: ClassVar[Literal["tool_start"]] = "tool_start"
    tool: str
    input: Any
    call_id: str


@dataclass(slots=True)
class ToolEnd:
    """A tool has answered."""

    type: ClassVar[Literal["tool_end"]] = "tool_end"
    output: Any
    call_id: str
    tool: str = ""


@dataclass(slots=True)
class ToolError:
    """A tool failed; the model was told, and the run goes on."""

    type: ClassVar[Literal["tool_error"]] = "tool_error"
    error: str
    error_type: str
    call_id: str
    tool: str = ""


@dataclass(slots=True)
class ToolWaiting:
    """Somebody has to answer this call."""

    type: ClassVar[Literal["tool_waiting"]] = "tool_waiting"
    tool: str
    input: Any
    call_id: str


@dataclass(slots=True)
class Done:
    """Last event of a run that finished."""

    type: ClassVar[Literal["done"]] = "done"
    result: str
    cost_summary: CostSummary


@dataclass(slots=True)
class Cancelled:
    """Last event of a run that was stopped; `result` is what was said until then."""

    type: ClassVar[Literal["cancelled"]] = "cancelled"
    cost_summary: CostSummary
    result: str
    reason: str = "requested"


@dataclass(slots=True)
class Error:
    """Last event of a run that failed."""

    type: ClassVar[Literal["error"]] = "error"
    error: str
    error_type: str
    cost_summary: CostSummary


Event = LlmStart | Token | LlmEnd | ToolStart | ToolEnd | ToolError | ToolWaiting | Done | Cancelled | Error
LAST_EVENTS = (Done, Cancelled, Error)


def encode_event(event: Event, run_id: str, seq: int) -> str:
    """The event as one line of ASCII JSON."""
    if type(event) is Token:
        return _encode_token(event, run_id, seq)
    values: dict[str, Any] = {"type": event.type}
    for name in _FIELDS[type(event)]:
        values[name] = getattr(event, name)
    values["run_id"] = run_id
    values["seq"] = seq
    return encode_json(values)


def _encode_token(event: Token, run_id: str, seq: int) -> str:
    # Written by hand: there are as many of these as of all the others a thousand times over.
    text = encode_basestring_ascii(event.token)
    cost = "null" if event.cost is None else repr(float(event.cost))
    estimated = "true" if event.estimated else "false"
    return (
        f'{{"type":"token","token":{text},"token_count":{event.token_count},'
        f'"cost":{cost},"estimated":{estimated},"run_id":"{run_id}","seq":{seq}}}'
    )


def encode_json(values: dict[str, Any]) -> str:
    try:
        return _ENCODER.encode(values)
    except ValueError:  # a tool's NaN or infinity, which JSON does not know
        finite: str = _ENCODER.encode(_finite(values))
        return finite


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, CostSummary):
        return value.as_dict()
    return str(value)


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in get_args(Event)}
_ENCODER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, allow_nan=False, default=_plain)
