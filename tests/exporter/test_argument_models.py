"""What the model is told of a tool's arguments is what the manifest says."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ValidationError

from exporter.files.references import without_references
from exporter.kit import tool_arguments
from tests.exporter.plans import NO_ARGUMENTS, WILD_SCHEMA, demo, function_tool, rendered

NODE = {"type": "object", "properties": {"value": {"type": "string"}, "next": {"$ref": "#/$defs/node"}}}
SCHEMAS: dict[str, dict[str, Any]] = {
    "wild": WILD_SCHEMA,
    "none": NO_ARGUMENTS,
    "scalars": {
        "type": "object",
        "properties": {name: {"type": name} for name in ("string", "integer", "number", "boolean")},
        "required": ["string", "number"],
    },
    "closed": {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
    "typed extras": {"type": "object", "properties": {}, "additionalProperties": {"type": "integer"}},
    "one of two": {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
    },
    "nullable": {
        "type": "object",
        "properties": {
            "a": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "b": {"type": ["integer", "null"], "default": 3},
        },
        "required": ["a"],
    },
    "defaults of every kind": {
        "type": "object",
        "properties": {
            "list": {"type": "array", "items": {"type": "string"}, "default": ["a"]},
            "dict": {"type": "object", "default": {"a": 1}},
            "wrong": {"type": "integer", "default": "ten"},
            "deep": {"type": "object", "properties": {"x": {"type": "number"}}, "default": {"x": 1}},
            "true": {"type": "integer", "default": True},
        },
    },
    "names that Python has": {
        "type": "object",
        "properties": {
            name: {"type": "string"}
            for name in (
                *("self", "cls", "class", "config", "run_manager", "args", "kwargs", "str", "list", "schema"),
                *(
                    "model_config",
                    "model_name",
                    "json",
                    "a-b",
                    "a_b",
                    "a b",
                    "1",
                    "",
                    "Any",
                    "Field",
                    "übung",
                    "_x",
                ),
            )
        },
    },
    "arrays": {
        "type": "object",
        "properties": {
            "plain": {"type": "array"},
            "unique": {"type": "array", "items": {"type": "string", "format": "uri"}, "uniqueItems": True},
            "pairs": {"type": "array", "items": [{"type": "string"}, {"type": "integer"}]},
            "matrix": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
        },
    },
    "choices": {
        "type": "object",
        "properties": {
            "numbers": {"enum": [1, 2]},
            "mixed": {"enum": ["a", 1, None]},
            "floats": {"type": "number", "enum": [0.5, 1.5]},
            "typed": {"type": "integer", "enum": [1, 2], "default": 2},
        },
    },
    "patterns": {
        "type": "object",
        "properties": {
            "simple": {"type": "string", "pattern": "^[a-z0-9-]+$"},
            "odd": {"type": "string", "pattern": "(?<!x)\\\\p{L}[[:alpha:]]{9999}"},
        },
    },
}


def tools_of(schema: dict[str, Any], name: str = "search") -> Any:
    """The generated tools.py as a module, over the kit's own tool_arguments."""
    source = rendered(demo(tools=(function_tool(schema, name),)))["tools.py"]
    holder = type(sys)("generated_tools")
    sys.modules["tool_arguments"], sys.modules["generated_tools"] = tool_arguments, holder
    try:
        exec(compile(source, "tools.py", "exec"), holder.__dict__)
        [tool] = holder.TOOLS
        tool.args_schema.model_rebuild()
        return tool
    finally:
        del sys.modules["tool_arguments"], sys.modules["generated_tools"]


def normalised(schema: Any) -> Any:
    """The same for schemas that mean the same: order, spelling of constants, words that say nothing."""
    if isinstance(schema, list):
        return [normalised(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: value for key, value in schema.items() if key not in ("title", "$defs")}
    if "const" in plain:
        plain["enum"] = [plain.pop("const")]
    if "enum" in plain:
        plain.pop("type", None)
    if plain.get("additionalProperties") is True:
        del plain["additionalProperties"]
    if plain.get("items") == {}:
        del plain["items"]
    if not plain.get("required"):
        plain.pop("required", None)
    else:
        plain["required"] = sorted(plain["required"])
    return {key: _normalised_value(key, value) for key, value in sorted(plain.items())}


def _normalised_value(key: str, value: Any) -> Any:
    if key in ("default", "enum", "examples", "required"):
        return value
    if key == "properties":
        return {name: normalised(item) for name, item in sorted(value.items())}
    return normalised(value)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_model_sees_what_the_manifest_says(name):
    tool = tools_of(SCHEMAS[name])
    told = convert_to_openai_tool(tool)["function"]
    assert told["name"] == "search"
    assert told["description"] == "Searches"
    assert normalised(told["parameters"]) == normalised(without_references(SCHEMAS[name]))
    json.dumps(told)


def test_a_schema_that_holds_itself_ends_somewhere():
    schema = {"type": "object", "properties": {"node": {"$ref": "#/$defs/node"}}, "$defs": {"node": NODE}}
    tool = tools_of(schema)
    told = convert_to_openai_tool(tool)["function"]["parameters"]
    assert told["properties"]["node"]["properties"]["value"] == {"type": "string"}
    assert "$ref" not in json.dumps(told)


def test_references_to_references_do_not_grow_without_end():
    definitions: dict[str, Any] = {"d0": {"type": "string"}}
    for n in range(1, 40):
        two = {"a": {"$ref": f"#/$defs/d{n - 1}"}, "b": {"$ref": f"#/$defs/d{n - 1}"}}
        definitions[f"d{n}"] = {"type": "object", "properties": two}
    schema = {"type": "object", "properties": {"top": {"$ref": "#/$defs/d39"}}, "$defs": definitions}
    assert len(json.dumps(without_references(schema))) < 1_000_000


def test_references_do_not_lead_deeper_than_anybody_can_follow():
    definitions = {f"d{n}": {"properties": {"a": {"$ref": f"#/$defs/d{n + 1}"}}} for n in range(2_000)}
    schema = {"type": "object", "properties": {"top": {"$ref": "#/$defs/d0"}}, "$defs": definitions}
    assert "$ref" not in json.dumps(without_references(schema))


def test_what_an_anchor_names_may_be_anything():
    schema = {"properties": {"a": {"$ref": "#name"}}, "$defs": {"a": {"$anchor": "name", "type": "string"}}}
    assert without_references(schema) == {"properties": {"a": {}}}


def test_a_property_may_be_called_like_a_word_under_which_values_stand():
    schema = {"properties": {"default": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"type": "string"}}}
    assert without_references(schema) == {"properties": {"default": {"type": "string"}}}


async def test_arguments_arrive_typed_and_under_their_python_names():
    tool = tools_of(WILD_SCHEMA)
    arguments = {"city": "Rome", "my-arg": [1], "needed": "x", "where": {"lat": 1, "lon": 2.5}, "class": True}
    with pytest.raises(NotImplementedError, match=r"tools\.py"):
        await tool.ainvoke(arguments)
    parsed = tool.args_schema.model_validate(arguments)
    assert parsed.class_ is True
    assert parsed.where.lon == 2.5
    assert parsed.limit == 10
    assert parsed.given()["my-arg"] == [1]
    assert parsed.given()["where"] == {"lat": 1, "lon": 2.5}


@pytest.mark.parametrize(
    "wrong",
    [{}, {"city": ""}, {"city": "x", "my-arg": [0], "needed": "x"}, {"city": 1, "my-arg": [], "needed": "x"}],
)
async def test_arguments_that_the_schema_forbids_are_refused(wrong):
    tool = tools_of(WILD_SCHEMA)
    with pytest.raises(ValidationError):
        await tool.ainvoke(wrong)
