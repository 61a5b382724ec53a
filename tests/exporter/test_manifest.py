"""The models cover OSSA 0.4, and the JSON Schema that comes out of them helps an editor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from exporter.manifest.json_schema import KINDS, manifest_json_schema

from .corpus import require_corpus
from .official_schema import KNOWN_EXTENSIONS, official_schema

require_corpus()
LARGEST = 160_000


def properties(schema: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for key, inner in schema.get("properties", {}).items():
            if isinstance(inner, dict):
                yield f"{name}.{key}", inner
        for key, inner in schema.items():
            yield from properties(inner, f"{name}.{key}")
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner, name)


def resolved(root: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        found: Any = root
        for part in schema["$ref"].split("/")[1:]:
            found = found[part]
        schema = found
    return schema


def paths(root: dict[str, Any], schema: dict[str, Any], depth: int) -> Iterator[tuple[str, ...]]:
    """The paths of all properties that a schema reaches, to a depth."""
    schema = resolved(root, schema)
    inner = [schema["items"]] if isinstance(schema.get("items"), dict) else []
    inner += [other for other in [schema.get("additionalProperties")] if isinstance(other, dict)]
    inner += [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    for one in inner:
        yield from paths(root, one, depth)
    for name, property_ in schema.get("properties", {}).items():
        yield (name,)
        if depth > 1:
            yield from ((name, *deeper) for deeper in paths(root, property_, depth - 1))


def spec(schema: dict[str, Any], kind: str) -> dict[str, Any]:
    for branch in schema["allOf"]:
        if branch["if"]["properties"]["kind"]["const"] == kind:
            found: dict[str, Any] = branch["then"]["properties"]["spec"]
            return found
    raise KeyError(kind)


def test_every_field_of_the_official_schema_is_known_for_every_kind() -> None:
    ours, theirs = manifest_json_schema(), official_schema()
    for kind in KINDS:
        assert set(paths(theirs, spec(theirs, kind), 5)) <= set(paths(ours, spec(ours, kind), 5))
    for name in ("metadata", "token_efficiency", "composition", "runtime"):
        assert set(paths(theirs, theirs["properties"][name], 5)) <= set(
            paths(ours, ours["properties"][name], 5)
        )


def test_the_four_extensions_that_we_know_are_known_in_full() -> None:
    ours, theirs = manifest_json_schema(), official_schema()
    known = resolved(ours, ours["properties"]["extensions"])["properties"]
    assert set(known) == KNOWN_EXTENSIONS
    for name in KNOWN_EXTENSIONS:
        official = theirs["properties"]["extensions"]["properties"][name]
        assert set(paths(theirs, official, 4)) <= set(paths(ours, known[name], 4))


def test_every_field_has_a_description_of_our_own() -> None:
    schema = manifest_json_schema()
    theirs = {inner.get("description") for _, inner in properties(official_schema())}
    for name, inner in properties(schema):
        if "const" not in inner:
            description = inner.get("description") or resolved(schema, inner).get("description")
            assert description, name
            assert description not in theirs, name


def test_the_schema_is_one_that_any_interpreter_reads_and_small_enough_for_a_browser() -> None:
    schema = manifest_json_schema()
    Draft202012Validator.check_schema(schema)
    assert len(json.dumps(schema, separators=(",", ":"))) < LARGEST
    references = {inner["$ref"] for _, inner in properties(schema) if "$ref" in inner}
    assert all(reference.removeprefix("#/$defs/") in schema["$defs"] for reference in references)


def test_a_key_that_is_given_is_not_null_to_editors_either() -> None:
    nulls = [
        name
        for name, inner in properties(manifest_json_schema())
        if "null" in json.dumps(inner.get("type", ""))
    ]
    assert nulls == [".$defs.AuditTrailEntry.prevHash"]
