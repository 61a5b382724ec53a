"""Plausible values for a schema: with what the demo model calls tools."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from agents_runtime.argument_check import Allowance, problem_of

DEEPEST = 4
# At each depth, one in any other: lists of lists grow fast.
MOST_ITEMS = {1: 10, 2: 2}
MOST_CHARACTERS = 500
LIMITS = ("type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
SAMPLES = {
    "city": "Berlin", "location": "Berlin", "place": "Berlin", "country": "Germany", "query": "hours",
    "question": "What are the opening hours?", "name": "Ada",
    "email": "ada@example.com", "date": "2026-01-31",
    "url": "https://example.com", "id": "1042", "language": "en", "currency": "EUR", "symbol": "ACME",
}  # fmt: skip
FORMATS = {
    "email": "ada@example.com", "date": "2026-01-31", "time": "12:30:00Z",
    "date-time": "2026-01-31T12:30:00Z", "duration": "PT1H",
    "uri": "https://example.com", "url": "https://example.com", "uri-reference": "/hours",
    "hostname": "example.com", "ipv4": "192.0.2.1", "ipv6": "2001:db8::1",
    "uuid": "7d444840-9dc0-41d1-b245-5ffdce74fad2",
}  # fmt: skip


def plausible_arguments(schema: dict[str, Any]) -> dict[str, Any]:
    """By name, for a schema of type object."""
    found = plausible(schema)
    return found if isinstance(found, dict) else {}


def plausible(schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
    """A value that the schema takes: what it names itself, else one of its type.

    Lengths, limits and formats are kept where that is easy; patterns and conditions are not looked at.
    """
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            rest = {word: value for word, value in schema.items() if word != key}
            branches = [branch for branch in schema[key] if isinstance(branch, dict)]
            for branch in branches if key == "allOf" else _best(branches):
                rest |= branch
            return plausible(rest, name, depth)
    return _of_type(schema, name, depth)


def _best(branches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One of them, null only where there is nothing else."""
    return sorted(branches, key=lambda branch: branch.get("type") == "null")[:1]


def _of_type(schema: dict[str, Any], name: str, depth: int) -> Any:
    kinds = schema.get("type", "object" if "properties" in schema else "string")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    kind = next((one for one in kinds if one != "null"), "null")
    if kind == "object":
        parts = schema.get("properties", {}) if depth <= DEEPEST else {}
        return {key: plausible(part, key, depth + 1) for key, part in parts.items() if isinstance(part, dict)}
    if kind == "array":
        items = schema.get("items")
        if not isinstance(items, dict) or depth > DEEPEST:
            return []
        wanted = min(max(1, _limit(schema, 1, "minItems")), _limit(schema, math.inf, "maxItems"))
        return [plausible(items, name, depth + 1)] * int(min(wanted, MOST_ITEMS.get(depth, 1)))
    if kind in ("integer", "number"):
        return _fitting(_numbers(schema, kind), schema)
    if kind in ("boolean", "null"):
        return True if kind == "boolean" else None
    return _text(schema, name)


def _numbers(schema: dict[str, Any], kind: str) -> Iterable[float]:
    yield 3
    step = _limit(schema, 1, "multipleOf") or 1
    low = max(_limit(schema, -math.inf, word) for word in ("minimum", "exclusiveMinimum"))
    high = min(_limit(schema, math.inf, word) for word in ("maximum", "exclusiveMaximum"))
    begin = math.ceil(low / step) if math.isfinite(low / step) else None
    end = math.floor(high / step) if math.isfinite(high / step) else None
    steps = [1]
    steps += [] if begin is None else [begin, begin + 1]
    steps += [] if end is None else [end, end - 1]
    yield from (step * number for number in steps)
    if kind == "number" and begin is not None and end is not None:
        yield (low + high) / 2


def _text(schema: dict[str, Any], name: str) -> str:
    sample = next((sample for key, sample in SAMPLES.items() if key in name.lower()), f"a {name or 'value'}")
    text = FORMATS.get(str(schema.get("format")), sample)
    least = int(min(_limit(schema, 0, "minLength"), MOST_CHARACTERS))
    if len(text) < least:
        text = (f"{text} " * least)[:least]
    most = _limit(schema, math.inf, "maxLength")
    return text if len(text) <= most else text[: max(0, int(most))]


def _fitting(candidates: Iterable[float], schema: dict[str, Any]) -> float:
    """The first that the schema takes by its limits, else the first."""
    tried, limits = list(candidates), {word: schema[word] for word in LIMITS if word in schema}
    return next((one for one in tried if problem_of(limits, one, Allowance()) is None), tried[0])


def _limit(schema: dict[str, Any], usual: float, word: str) -> float:
    value = schema.get(word)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return usual
    return value
