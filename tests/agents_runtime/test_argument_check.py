"""Schemas come from manifests and MCP servers: none makes a check ask anybody, end in an error, or go on."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from agents_runtime.argument_check import Allowance, invalid_argument, problem_of
from agents_runtime.argument_schemas import in_one_piece
from agents_runtime.playground_tools import create_tools
from exporter.kit.outbound import AllowList
from tests.agents_runtime.tool_plans import plan_with
from tests.exporter.kit.rude_mcp import RESULTS
from tests.exporter.kit.servers import Answer, Seen, serving

REFERENCES = ("$ref", "$dynamicRef")
SLOW = "^(a+)+$"
# Some seconds of work for `re`; each further letter doubles them.
LONG = "a" * 26 + "!"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"


def doubling(levels: int, last: dict[str, Any]) -> dict[str, Any]:
    steps = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(levels)}
    return {"$defs": {**steps, f"d{levels}": last}, "$ref": "#/$defs/d0"}


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object"}
    for _ in range(levels):
        schema = {"allOf": [schema], "unevaluatedProperties": True}
    return schema


@pytest.mark.parametrize("word", REFERENCES)
def test_a_reference_to_a_server_is_not_followed(word: str) -> None:
    with serving(lambda seen: Answer(body='{"type": "integer"}')) as server:
        schema = {"type": "object", "properties": {"city": {word: server.url("/schema")}}}
        assert problem_of(schema, {"city": "Rome"}, Allowance()) is None
        assert problem_of(in_one_piece(schema), {"city": "Rome"}, Allowance()) is None
        assert server.seen == []


@pytest.mark.parametrize("word", REFERENCES)
def test_a_reference_to_a_file_is_not_followed(word: str, tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    file.write_text('{"type": "integer"}')
    assert problem_of({"properties": {"city": {word: file.as_uri()}}}, {"city": "Rome"}, Allowance()) is None


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"properties": {"city": {"pattern": SLOW}}}, {"city": LONG}),
        ({"properties": {"city": {"$schema": DRAFT_7, "pattern": SLOW}}}, {"city": LONG}),
        ({"propertyNames": {"pattern": SLOW}}, {LONG: 1}),
        ({"patternProperties": {SLOW: True}}, {LONG: 1}),
        ({"patternProperties": {SLOW: True}, "additionalProperties": False}, {LONG: 1}),
        ({"patternProperties": {SLOW: True}, "unevaluatedProperties": False}, {LONG: 1}),
        ({"uniqueItems": True}, [*range(4_000), *({"n": n} for n in range(4_000))]),
        (doubling(40, {"type": "string"}), "text"),
        (nested(18), {"city": "Rome"}),
    ],
    ids=[
        "pattern",
        "another draft",
        "names",
        "patterns",
        "additional",
        "unevaluated",
        "unique",
        "doubling",
        "nested",
    ],
)
def test_no_check_goes_on_for_long(schema: dict[str, Any], value: Any) -> None:
    began = time.thread_time()
    assert problem_of(schema, value, Allowance()) is None
    assert time.thread_time() - began < 1


def test_what_is_left_for_one_call_is_left_by_the_calls_before() -> None:
    """A hostile model calls a hundred tools at once: that must not hold up everybody for a hundred checks."""
    allowance, began = Allowance(), time.thread_time()
    for _ in range(100):
        assert problem_of(doubling(40, {"type": "string"}), "text", allowance) is None
    assert time.thread_time() - began < 1


@pytest.mark.parametrize(
    "schema",
    [{"minimum": "x"}, {"type": "text"}, {"multipleOf": 0}, {"$ref": "#"}, {"$ref": 7}, {"$id": "http://[x"}],
)
def test_a_schema_that_makes_no_sense_finds_nothing(schema: dict[str, Any]) -> None:
    assert problem_of(schema, 7, Allowance()) is None


def test_a_reference_within_the_schema_is_checked() -> None:
    schema = {"properties": {"city": {"$ref": "#/$defs/name"}}, "$defs": {"name": {"type": "string"}}}
    for each in (schema, in_one_piece(schema)):
        assert (
            problem_of(each, {"city": 7}, Allowance()) == "Invalid arguments: city: 7 is not of type 'string'"
        )


@pytest.mark.parametrize("holder", ["enum", "default", "examples"])
def test_no_reference_is_left_for_others_to_follow(holder: str) -> None:
    hidden = {holder: [{"$ref": "http://127.0.0.1:1/"}], "properties": {holder: {"$dynamicRef": "#x"}}}
    for schema in (hidden, {"properties": {"a": hidden}}, {"properties": {"a": {"items": [hidden]}}}):
        told = json.dumps(in_one_piece(schema))
        assert "$ref" not in told
        assert "$dynamicRef" not in told


async def test_the_model_is_told_of_an_mcp_tool_in_one_piece() -> None:
    """LangChain would write each reference out, twice as much at each level."""
    schema = {"type": "object", "properties": {"city": {"type": "integer"}}}

    def reply(seen: Seen) -> Answer:
        asked = json.loads(seen.body or b"{}")
        if "id" not in asked:
            return Answer(202, b"") if seen.method == "POST" else Answer(405)
        listed = {"tools": [{"name": "fetch", "inputSchema": schema}]}
        result = listed if asked["method"] == "tools/list" else RESULTS[asked["method"]]
        return Answer(body=json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}))

    with serving(reply) as server:
        schema["properties"] = {"city": {"$dynamicRef": server.url("/schema")}, "all": {"$ref": "#/$defs/d0"}}
        schema["$defs"] = doubling(40, {"type": "string"})["$defs"]
        plan = plan_with(
            f"- type: mcp\n  name: notes\n  server: {{transport: http, url: {server.url('/mcp')}}}\n"
        )
        [fetch] = await create_tools(plan, {}, AllowList(["127.0.0.1"]), demo=False)
        assert "$" not in json.dumps(fetch.args_schema)
        assert len(json.dumps(fetch.args_schema)) < 1_000_000
        assert invalid_argument(fetch, {"city": "Rome"}, Allowance()) is None
        assert "/schema" not in [seen.path for seen in server.seen]


def test_a_tool_without_a_schema_takes_what_it_gets() -> None:
    assert invalid_argument(None, {"anything": 1}, Allowance()) is None
