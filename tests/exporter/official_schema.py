"""The official schema of OSSA 0.4, documents made out of it, and small mistakes made in documents."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml
from jsonschema import Draft7Validator

from .corpus import MANIFESTS

KNOWN_EXTENSIONS = {"langchain", "langgraph", "mcp", "a2a"}
# One of these matches each pattern of the schema; which one is found out by trying.
TEXTS = (
    "a-b",
    "ab",
    "1.2.3",
    "sha256:" + "ab" * 32,
    "ossa://a/b@1.2.3",
    "did:ossa:" + "a1" * 16,
    "30s",
    "A_B",
    "a.b",
)
WRONG: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2.0,
    0.5,
    10**12,
    "",
    "x",
    "Über",
    "${X}",
    "${X:-1}",
    "$",
    [],
    ["x"],
    {},
    {"x": 1},
)


class LoaderWithoutDates(yaml.SafeLoader):
    """Python's own, but for dates, which JSON does not know and the index of the corpus takes for text."""


LoaderWithoutDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith("timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def official_schema() -> dict[str, Any]:
    path = MANIFESTS.parent / "schema" / "agent.v0.4.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


@cache
def official() -> Draft7Validator:
    """The official schema without the framework extensions that pass through."""
    schema = copy.deepcopy(official_schema())
    extensions = schema["properties"]["extensions"]["properties"]
    for name in set(extensions) - KNOWN_EXTENSIONS:
        del extensions[name]
    return Draft7Validator(schema)


@cache
def whole_official() -> Draft7Validator:
    return Draft7Validator(official_schema())


@cache
def corpus_documents() -> tuple[tuple[str, int, Any], ...]:
    """File, number and content of all documents, as Python's own YAML reader has them; dates are text."""
    found = []
    for file in sorted(MANIFESTS.glob("*")):
        try:
            documents = list(yaml.load_all(file.read_text(encoding="utf-8"), Loader=LoaderWithoutDates))
        except yaml.YAMLError:
            continue
        found += [(file.name, number, document) for number, document in enumerate(documents)]
    return tuple(found)


class Samples:
    """Documents that use every part of the schema, right ones unless it has no right one."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.schema = official_schema()

    def document(self, kind: str) -> dict[str, Any]:
        properties = self.schema["properties"]
        document = {
            "apiVersion": "ossa/v0.4.1",
            "kind": kind,
            "metadata": self.value(properties["metadata"], 6),
        }
        document["spec"] = self.value({"$ref": f"#/definitions/{kind}Spec"}, 6)
        for name in ("token_efficiency", "composition", "runtime"):
            if self.random.random() < 0.3:
                document[name] = self.value(properties[name], 6)
        names = self.random.sample(sorted(KNOWN_EXTENSIONS), 1)
        document["extensions"] = {
            name: self.value(properties["extensions"]["properties"][name], 6) for name in names
        }
        return document

    def value(self, schema: dict[str, Any], depth: int) -> Any:
        if "$ref" in schema:
            found: Any = self.schema
            for part in schema["$ref"].split("/")[1:]:
                found = found[part]
            return self.value(found, depth)
        for key in ("oneOf", "anyOf", "enum"):
            if key in schema:
                choice = self.random.choice(schema[key])
                return choice if key == "enum" else self.value(choice, depth)
        kind = schema.get("type", "string")
        kind = self.random.choice(kind) if isinstance(kind, list) else kind
        if kind == "object":
            return self.mapping(schema, depth)
        if kind == "array":
            count = max(schema.get("minItems", 0), self.random.randint(0, 1 if depth > 0 else 0))
            return [self.value(schema.get("items", {}), depth - 1) for _ in range(count)]
        if kind in {"integer", "number"}:
            least = schema.get("minimum", 0)
            return self.random.choice([least, schema.get("maximum", least + 3), float(least)])
        if kind == "string":
            pattern = Draft7Validator(schema)
            texts = [*TEXTS, "${A}", "${A:-1}"]
            return self.random.choice([text for text in texts if pattern.is_valid(text)] or ["a"])
        return {"boolean": True, "null": None}[kind]

    def mapping(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        required = schema.get("required", [])
        made = {}
        for name, inner in schema.get("properties", {}).items():
            if name in required or (depth > 0 and self.random.random() < 0.5):
                made[name] = self.value(inner, depth - 1)
        others = schema.get("additionalProperties", True)
        if isinstance(others, dict) and depth > 0:
            made["other"] = self.value(others, depth - 1)
        return made


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*path, key))


def mutate(document: Any, rng: random.Random) -> Any:
    """The document with one mistake: another value, a key too many, too few or misspelt, an item twice."""
    document = copy.deepcopy(document)
    path = rng.choice(list(places(document))[1:])
    parent = document
    for part in path[:-1]:
        parent = parent[part]
    key, kind = path[-1], rng.random()
    if kind < 0.6:
        parent[key] = copy.deepcopy(rng.choice(WRONG))
    elif isinstance(parent, list):
        parent.append(copy.deepcopy(parent[key]))
    elif kind < 0.8:
        del parent[key]
    elif kind < 0.9:
        parent[f"{key}x"] = parent.pop(key)
    else:
        parent["unheard_of"] = 1
    return document
