"""`conforms` is what the official schema says, for manifests we have and for manifests nobody has seen."""

from __future__ import annotations

import csv
import json
import random
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exporter.check import check_documents
from exporter.manifest.json_schema import manifest_json_schema

from .corpus import MANIFESTS, require_corpus
from .official_schema import Samples, corpus_documents, mutate, official, official_schema, whole_official

require_corpus()
AGENT = {"apiVersion": "ossa/v0.4", "kind": "Agent", "metadata": {"name": "a"}, "spec": {"role": "A"}}
KINDS = ("Agent", "Task", "Workflow", "Flow")
# Documents that we refuse to read, because readers differ in what they make of them.
REFUSED = {"duplicate-key"}


def our_verdicts(text: str) -> list[bool | None]:
    """None where the text is refused before anybody asks whether it conforms."""
    return [
        None if {d.rule for d in result.diagnostics} & REFUSED else result.conforms
        for result in check_documents(text)
    ]


def our_verdict(document: Any) -> bool:
    return check_documents(json.dumps(document))[0].conforms


def mutants(seed: int) -> list[dict[str, Any]]:
    """Right documents of each kind that use all of the schema, real ones, and each with several mistakes."""
    rng = random.Random(seed)
    real = [document for _, _, document in corpus_documents() if isinstance(document, dict)]
    sources = [Samples(rng.randrange(10**9)).document(kind) for kind in KINDS for _ in range(2)]
    sources += rng.sample([document for document in real if document.get("kind") in KINDS], 12)
    changed = [mutate(document, rng) for document in sources for _ in range(3)]
    return [document for document in (*sources, *changed) if isinstance(document, dict)]


def test_every_document_of_the_corpus_gets_the_official_verdict() -> None:
    ours = {
        (file.name, number): verdict
        for file in sorted(MANIFESTS.glob("*"))
        for number, verdict in enumerate(our_verdicts(file.read_text(encoding="utf-8")))
    }
    different = [
        (name, number)
        for name, number, document in corpus_documents()
        if ours[name, number] not in (official().is_valid(document), None)
    ]
    assert different == []


def test_the_corpus_index_agrees_wherever_no_other_framework_is_at_fault() -> None:
    with (MANIFESTS.parent / "index.csv").open(encoding="utf-8") as file:
        rows = {(row["file"], int(row["document"])): row for row in csv.DictReader(file)}
    documents = {(name, number): document for name, number, document in corpus_documents()}
    compared = 0
    for place, row in rows.items():
        if place not in documents or not isinstance(documents[place], dict):
            continue
        said = row["valid_by_v0.4_schema"] == "True"
        assert said == whole_official().is_valid(documents[place]), place
        if said == official().is_valid(documents[place]):
            assert our_verdict(documents[place]) == said, place
            compared += 1
    assert compared > 150


@pytest.mark.parametrize("seed", range(3))
def test_documents_nobody_has_seen_get_the_official_verdict(seed: int) -> None:
    documents = mutants(seed)
    verdicts = [official().is_valid(document) for document in documents]
    assert 8 < sum(verdicts) < len(verdicts) - 8
    different = [
        document
        for document, verdict in zip(documents, verdicts, strict=True)
        if our_verdict(document) != verdict
    ]
    assert different == []


def test_the_schema_for_editors_gives_the_official_verdict_too() -> None:
    """But for the fields that OSSA leaves open, and the two it forbids although everybody writes them."""
    ours = Draft202012Validator(without_open_fields(manifest_json_schema()))
    for document in mutants(99):
        assert ours.is_valid(document) == official().is_valid(document), document


def without_open_fields(schema: Any) -> Any:
    if isinstance(schema, list):
        return [without_open_fields(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: without_open_fields(value) for key, value in schema.items()}
    properties = schema.get("properties")
    if isinstance(properties, dict):
        kept["properties"] = {
            name: without_open_fields(inner)
            for name, inner in properties.items()
            if not (isinstance(inner, dict) and ("x-open" in inner or "x-forbidden" in inner))
        }
    return kept


VERSIONS = [
    "ossa/v0.4",
    "ossa/v0.4.6",
    "ossa/v0.5",
    "ossa/v1",
    "ossa/v0.2.2",
    "ossa/v0.2.1",
    "ossa/v99",
    "foo/v1",
    "ossa/v",
]
VERSIONS += [
    "ossa/v0.4.1; rm -rf /",
    "!!!foo/v1",
    "ossa/v{{VERSION}}",
    "",
    "v0.4",
    "/v1",
    "a/v1\n",
    "a/v1\n\n",
    "ossa/v2 ",
    "x ossa/v1",
]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_version_pattern_accepts_what_the_official_one_accepts_slips_and_all(version: str) -> None:
    pattern = official_schema()["properties"]["apiVersion"]["pattern"]
    document = {"apiVersion": version, "kind": "Agent", "metadata": {"name": "a"}, "spec": {"role": "A"}}
    assert our_verdict(document) == bool(re.search(pattern, version))


def test_a_version_of_a_megabyte_is_matched_in_linear_time() -> None:
    """The official pattern takes quadratic time for it; ours looks at one character before each slash."""
    pattern = manifest_json_schema()["properties"]["apiVersion"]["pattern"]
    assert "[a-zA-Z0-9.-]/v" in pattern
    assert not re.search(pattern, "a" * 900_000)


def test_a_document_without_a_kind_does_not_conform_and_is_told_so_once() -> None:
    """The official schema tries all four kinds on it, and complains ten times."""
    document = {"apiVersion": "ossa/v0.4", "metadata": {"name": "a"}, "spec": {}}
    result = check_documents(json.dumps(document))[0]
    assert not official().is_valid(document)
    assert not result.conforms
    assert [diagnostic.rule for diagnostic in result.diagnostics] == ["missing-kind"]


def test_fields_that_ossa_leaves_open_have_no_say_in_the_verdict() -> None:
    spec = {
        "role": "A",
        "llm": {"provider": "openai", "model": "gpt-4o"},
        "memory": 5,
        "streaming": {"sse": "banana"},
    }
    document = {"apiVersion": "ossa/v0.4", "kind": "Agent", "metadata": {"name": "a"}, "spec": spec}
    result = check_documents(json.dumps(document))[0]
    assert result.conforms
    assert result.exportable
    assert [d.path for d in result.diagnostics if d.rule == "open-field"] == [
        "/spec/memory",
        "/spec/streaming/sse",
    ]


def test_extensions_of_other_frameworks_pass_through_untouched() -> None:
    document = {"apiVersion": "ossa/v0.4", "kind": "Agent", "metadata": {"name": "a"}, "spec": {"role": "A"}}
    document["extensions"] = {"crewai": {"anything": [1]}}
    result = check_documents(json.dumps(document))[0]
    assert result.conforms
    assert result.manifest is not None
    assert result.manifest.extensions is not None
    assert result.manifest.extensions.model_extra == {"crewai": {"anything": [1]}}


def test_an_unquoted_date_is_text_as_in_json() -> None:
    metadata = "{name: a, revoked_at: 2026-01-10}"
    result = check_documents(
        f"apiVersion: ossa/v0.4\nkind: Agent\nmetadata: {metadata}\nspec: {{role: A}}\n"
    )[0]
    assert result.conforms
    assert result.document.plain["metadata"]["revoked_at"] == "2026-01-10"
