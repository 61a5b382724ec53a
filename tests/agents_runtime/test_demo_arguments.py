"""What the demo model calls tools with: values that their schemas take."""

from __future__ import annotations

from typing import Any

import pytest

from agents_runtime.argument_check import Allowance, problem_of
from agents_runtime.demo_arguments import plausible, plausible_arguments


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 40},
        {"type": "string", "maxLength": 3},
        {"type": "string", "minLength": 2, "maxLength": 2},
        {"type": "integer", "minimum": 10},
        {"type": "integer", "maximum": 2},
        {"type": "integer", "minimum": -5, "maximum": -3},
        {"type": "integer", "exclusiveMinimum": 10},
        {"type": "integer", "exclusiveMaximum": 3},
        {"type": "integer", "exclusiveMinimum": 10, "multipleOf": 7},
        {"type": "integer", "minimum": 2.5, "maximum": 2000, "multipleOf": 100},
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        {"type": "number", "multipleOf": 50},
        {"type": "array", "items": {"type": "integer"}, "minItems": 2},
        {"type": "array", "items": {"type": "integer"}, "maxItems": 0},
        {"type": ["null", "integer"]},
        {"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 9}]},
        {"allOf": [{"type": "integer"}, {"minimum": 9}]},
        {"type": "object", "properties": {"b": {"type": "string"}}, "anyOf": [{"required": ["b"]}]},
    ],
    ids=str,
)
def test_keep_lengths_and_limits(schema: dict[str, Any]) -> None:
    whole = {"type": "object", "properties": {"a": schema}, "required": ["a"]}
    assert problem_of(whole, plausible_arguments(whole), Allowance()) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [("email", "ada@example.com"), ("date", "2026-01-31"), ("uri", "https://example.com")],
)
def test_are_of_the_format_that_is_asked_for(kind: str, value: str) -> None:
    assert plausible({"type": "string", "format": kind}, "title") == value


def test_are_small_whatever_is_asked_for() -> None:
    schema: dict[str, Any] = {"type": "string", "minLength": 10**9}
    for _ in range(40):
        schema = {"type": "array", "items": schema, "minItems": 10**9}
    assert len(str(plausible_arguments({"properties": {"a": schema}}))) < 100_000


@pytest.mark.parametrize("schema", [{"type": "object", "default": "text"}, {"enum": [7]}, {"const": None}])
def test_are_an_object_even_where_a_schema_says_otherwise(schema: dict[str, Any]) -> None:
    assert plausible_arguments(schema) == {}
