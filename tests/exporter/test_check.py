"""What checking says: once per cause, at the right place, in words that help, with a fix that mends."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from exporter.check import CATALOGUE, CheckResult, check_documents
from exporter.diagnostics import Diagnostic, Severity
from exporter.manifest import AgentManifest
from exporter.nodes import Lines, MappingNode, ScalarNode, split_pointer, walk_to
from exporter.parse.limits import MAX_PROBLEMS

from .corpus import MANIFESTS, require_corpus
from .official_schema import Samples, corpus_documents, mutate
from .rule_cases import apply_edits

require_corpus()
WAYS_OF_WRITING: tuple[Callable[[Any], str], ...] = (
    json.dumps,
    lambda document: json.dumps(document, indent=2, ensure_ascii=False),
    lambda document: str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True)),
    lambda document: str(yaml.safe_dump(document, sort_keys=False, default_flow_style=None)),
)
HEAD = "apiVersion: ossa/v0.4\nkind: Agent\nmetadata: {name: a, version: 1.0.0, description: Answers.}\n"
LLM = "llm: {provider: openai, model: gpt-5.1}"


def check(text: str) -> CheckResult:
    return check_documents(text)[0]


def of_schema(text: str) -> list[tuple[str, str]]:
    """What conformance found, rules aside."""
    found = check(text).diagnostics
    return [
        (each.rule, each.path) for each in found if each.rule.startswith(("schema", "misspelt", "open-field"))
    ]


def agent(spec: str) -> str:
    return f"{HEAD}spec:\n  role: You answer.\n  {LLM}\n  {spec}\n"


def located_text(text: str, diagnostic: Diagnostic) -> str:
    place, starts = diagnostic.location, Lines(text).starts
    start = starts[place.line - 1] + place.column - 1
    return text[start : starts[place.end_line - 1] + place.end_column - 1]


def corpus_texts() -> list[str]:
    return [file.read_text(encoding="utf-8") for file in sorted(MANIFESTS.glob("*"))]


def mutated_texts(seed: int, count: int) -> list[str]:
    """Real and made manifests with two mistakes each, in four ways of writing."""
    rng = random.Random(seed)
    real = [
        document for _, _, document in corpus_documents() if isinstance(document, dict) and "kind" in document
    ]
    texts = []
    for number in range(count):
        made = Samples(rng.randrange(10**9)).document(rng.choice(["Agent", "Task", "Workflow", "Flow"]))
        document = mutate(mutate(made if number % 2 else rng.choice(real), rng), rng)
        texts.append(WAYS_OF_WRITING[number // 2 % 4](document))
    return texts


def test_every_diagnostic_lies_on_the_key_or_value_that_it_is_about() -> None:
    for text in (*corpus_texts(), *mutated_texts(1, 40)):
        for result in check_documents(text):
            for diagnostic in result.diagnostics:
                root = result.document.root
                if root is None or diagnostic.rule in {rule.id for rule in CATALOGUE[:15]}:
                    continue
                key, value = list(walk_to(root, diagnostic.path))[-1]
                spans = {(value.start, value.end)} | ({(key.start, key.end)} if key else set())
                if key is None and isinstance(value, MappingNode) and value.entries:
                    first = next(iter(value.entries.values())).key
                    spans.add((first.start, first.end))
                lines = result.document.lines
                assert diagnostic.location in {lines.location(*span) for span in spans}, diagnostic
                if key is not None and isinstance(value, ScalarNode):
                    assert located_text(text, diagnostic).strip("\"'") in {
                        key.text,
                        text[value.start : value.end].strip("\"'"),
                    }


def fixes_that_fail(text: str) -> list[str]:
    failing = []
    for result in check_documents(text):
        for diagnostic in result.diagnostics:
            if diagnostic.fix is not None:
                again = check_documents(apply_edits(text, diagnostic.fix.edits))
                after = {what(each) for one in again for each in one.diagnostics}
                unreadable = any(one.document.root is None for one in again)
                if what(diagnostic) in after or unreadable:
                    failing.append(f"{what(diagnostic)} {diagnostic.fix}")
    return failing


def what(diagnostic: Diagnostic) -> tuple[int, str, str, str]:
    return diagnostic.document, diagnostic.rule, diagnostic.path, diagnostic.message


@pytest.mark.parametrize("part", range(4))
def test_every_fix_over_the_corpus_makes_its_diagnostic_vanish(part: int) -> None:
    assert [failing for text in corpus_texts()[part::4] for failing in fixes_that_fail(text)] == []


def test_every_fix_of_manifests_nobody_has_seen_makes_its_diagnostic_vanish() -> None:
    assert [failing for text in mutated_texts(2, 24) for failing in fixes_that_fail(text)] == []


@pytest.mark.parametrize(
    ("spec", "rule", "path"),
    [
        ("autonomy: {level: autonomos}", "schema-enum", "/spec/autonomy/level"),
        ("access: {teir: tier_1_read}", "schema-unknown-key", "/spec/access/teir"),
        ("tols: []", "misspelt-key", "/spec/tols"),
        ("tools: {name: a}", "schema-type", "/spec/tools"),
        (
            "tools: [{name: greet, description: Greets., parameters: {}}]",
            "missing-tool-type",
            "/spec/tools/0",
        ),
        (
            "constraints: {cost: {maxTokensPerDay: '5'}}",
            "schema-type",
            "/spec/constraints/cost/maxTokensPerDay",
        ),
        ("lifecycle: {max_turns: 0}", "schema-range", "/spec/lifecycle/max_turns"),
        ("lifecycle: {turn_timeout: soon}", "schema-pattern", "/spec/lifecycle/turn_timeout"),
        ("compliance: {frameworks: [SOC2, SOC2]}", "schema-duplicate-item", "/spec/compliance/frameworks/1"),
        ("autonomy:", "schema-type", "/spec/autonomy"),
        ("memory: {window_size: many}", "open-field", "/spec/memory/window_size"),
    ],
)
def test_one_mistake_is_one_diagnostic(spec: str, rule: str, path: str) -> None:
    harmless = {(d.rule, d.path) for d in check(agent("")).diagnostics}
    found = [(d.rule, d.path) for d in check(agent(spec)).diagnostics if (d.rule, d.path) not in harmless]
    assert found == [(rule, path)]


@pytest.mark.parametrize(
    ("llm", "rule", "path"),
    [
        ("temperature: 3", "schema-range", "/spec/llm/temperature"),
        ("temperature: hot", "schema-type", "/spec/llm/temperature"),
        ("temperature: '0.7'", "schema-type", "/spec/llm/temperature"),
        ("temperature: ${T", "schema-pattern", "/spec/llm/temperature"),
        ("maxTokens: 1.5", "schema-type", "/spec/llm/maxTokens"),
        ("profile: quick", "schema-enum", "/spec/llm/profile"),
    ],
)
def test_a_value_of_several_kinds_is_judged_by_the_kind_that_was_meant(
    llm: str, rule: str, path: str
) -> None:
    text = f"{HEAD}spec:\n  role: A\n  llm:\n    provider: openai\n    model: gpt-5.1\n    {llm}\n"
    assert of_schema(text) == [(rule, path)]


FIXED = [
    ("autonomy: {level: autonomos}", "autonomy: {level: autonomous}"),
    ("access: {teir: tier_1_read}", "access: {tier: tier_1_read}"),
    ("tols: []", "tools: []"),
    ("compliance: {frameworks: [SOC2, SOC2]}", "compliance: {frameworks: [SOC2]}"),
    ("constraints: {cost: {maxTokensPerDay: '5'}}", "constraints: {cost: {maxTokensPerDay: 5}}"),
    ("observability: {tracing: {enabled: 'yes'}}", "observability: {tracing: {enabled: true}}"),
    ("lifecycle: {max_turns: 0}", "lifecycle: {max_turns: 1}"),
    ("delegation: {allowed_operations: read}", "delegation: {allowed_operations: [read]}"),
    ("taxonomy: {domain: Security}", "taxonomy: {domain: security}"),
]


@pytest.mark.parametrize(("wrong", "right"), FIXED)
def test_a_fix_writes_what_was_probably_meant(wrong: str, right: str) -> None:
    text = agent(wrong)
    fixes = [d.fix for d in check(text).diagnostics if d.fix and d.rule.startswith(("schema", "misspelt"))]
    assert [apply_edits(text, fix.edits) for fix in fixes] == [agent(right)]


@pytest.mark.parametrize(
    ("metadata", "right"),
    [
        ("name: My Agent!", "name: my-agent"),
        ("version: 1.0", "version: 1.0.0"),
        ("version: v2.1.0", "version: 2.1.0"),
    ],
)
def test_names_and_versions_are_written_as_ossa_wants_them(metadata: str, right: str) -> None:
    text = f"apiVersion: ossa/v0.4\nkind: Agent\nmetadata:\n  {metadata}\nspec: {{role: A}}\n"
    fixes = [d.fix for d in check(text).diagnostics if d.fix and d.rule in {"schema-pattern", "schema-type"}]
    assert [apply_edits(text, fix.edits) for fix in fixes] == [text.replace(metadata, right)]


def test_a_manifest_with_the_older_version_key_exports_with_one_warning_and_a_fix() -> None:
    text = (MANIFESTS.parents[1] / "clients" / "agent.ossa.yaml").read_text(encoding="utf-8")
    result = check(text)
    assert result.exportable
    assert (result.version, result.kind, result.conforms) == ("ossa/v0.4.1", "Agent", False)
    assert not [d for d in result.diagnostics if d.severity is Severity.ERROR]
    (about_version,) = [d for d in result.diagnostics if d.rule == "version-key"]
    assert about_version.fix is not None
    fixed = apply_edits(text, about_version.fix.edits)
    assert fixed == text.replace("ossaVersion: v0.4.1", "apiVersion: ossa/v0.4.1")
    assert check(fixed).conforms


@pytest.mark.parametrize(
    ("version", "rules"),
    [
        ("ossa/v0.4", []),
        ("ossa/v0.4.6", []),
        ("ossa/v0.2.2", ["other-version"]),
        ("ossa/v0.2.9-dev", ["other-version"]),
        ("ossa/v0.3", ["other-version"]),
        ("ossa/v0.5.1", ["other-version"]),
        ("ossa/v1", ["other-version"]),
        ("ossa/v0.2.1", ["unknown-version"]),
        ("ossa/v0.6", ["unknown-version"]),
        ("ossa/v2", ["unknown-version"]),
        ("v1", ["unknown-version"]),
        ("0.4", ["schema-type"]),
    ],
)
def test_versions_from_0_2_2_to_0_5_are_read_and_others_are_told(version: str, rules: list[str]) -> None:
    text = agent("").replace("ossa/v0.4", version, 1)
    assert [d.rule for d in check(text).diagnostics if d.path == "/apiVersion"] == rules
    assert check(text).exportable


def test_documents_of_ossa_1_0_are_one_clear_error() -> None:
    result = check("ossaVersion: '1.0'\nagent:\n  id: x\n  whatever: 1\n")
    assert [(d.rule, d.severity) for d in result.diagnostics] == [("old-format", Severity.ERROR)]
    assert not result.exportable


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("kind: Banana\nspec: 1\nfoo: 2\n", ["unknown-kind"]),
        ("kind: agent\n", ["unknown-kind"]),
        ("spec: {role: A}\n", ["missing-kind"]),
        ("kidn: Agent\nspec: {role: A}\n", ["misspelt-key"]),
        ("kind: [Agent]\n", ["unknown-kind"]),
        ("just words\n", ["not-a-manifest"]),
        ("- a\n", ["not-a-manifest"]),
        ("{}\n", ["not-a-manifest"]),
        (f"{HEAD}", ["missing-spec"]),
        (f"{HEAD}spec:\n", ["missing-spec"]),
        ("a: 'x\n", ["yaml-syntax"]),
    ],
)
def test_what_is_no_manifest_at_all_is_one_error(text: str, rules: list[str]) -> None:
    result = check(text)
    assert [
        d.rule for d in result.diagnostics if d.severity is Severity.ERROR and d.rule != "missing-prompt"
    ] == rules
    assert not result.exportable
    assert not result.conforms


@pytest.mark.parametrize("written", ["kidn", "Kind", "knd", "kinds"])
def test_a_kind_under_a_misspelt_key_is_one_fix_away(written: str) -> None:
    text = HEAD.replace("kind:", f"{written}:") + "spec: {role: A, llm: {provider: openai, model: gpt-4o}}\n"
    [found] = check(text).diagnostics
    assert found.message.startswith(f'"{written}" is no key') and 'did you mean "kind"?' in found.message
    assert found.fix is not None
    assert check(apply_edits(text, found.fix.edits)).exportable


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("Task", "{execution: {type: deterministic}}"),
        ("Workflow", "{steps: [{id: one}]}"),
        ("Flow", "{flow_schema: {initial_state: a, states: [{name: a}]}, transitions: []}"),
    ],
)
def test_other_kinds_are_checked_in_full_and_exporting_them_is_one_error(kind: str, spec: str) -> None:
    head = f"apiVersion: ossa/v0.4\nkind: {kind}\n"
    text = f"{head}metadata: {{version: 1.0.0, description: One., name: a}}\nspec: {spec}\n"
    right, wrong = check(text), check(text.replace("a}\nspec", "A}\nspec"))
    assert [d.rule for d in right.diagnostics] == ["kind-not-exportable"]
    assert (right.conforms, right.exportable) == (True, False)
    assert [d.rule for d in wrong.diagnostics] == ["kind-not-exportable", "schema-pattern"]


@pytest.mark.parametrize("kind", ["Task", "Workflow", "Flow"])
def test_what_matters_to_every_kind_is_told_of_every_kind(kind: str) -> None:
    """A secret is shipped and shared whatever it stands in, and metadata are the same for all."""
    metadata = "{name: a, license: MIT, tags: [x], annotations: {key: sk-proj-4f9Ab27cQx81LmZt0WvR}}"
    result = check(
        f"apiVersion: ossa/v0.4\nkind: {kind}\nmetadata: {metadata}\nspec: {{token: hunter2hunter2}}\n"
    )
    found = {(d.rule, d.path) for d in result.diagnostics}
    assert found >= {
        ("secret-in-manifest", "/metadata/annotations/key"),
        ("literal-password", "/spec/token"),
        ("forbidden-metadata", "/metadata/license"),
        ("forbidden-metadata", "/metadata/tags"),
        ("missing-version", "/metadata"),
        ("missing-description", "/metadata"),
    }
    assert ("schema-unknown-key", "/metadata/license") not in found
    assert [d.message for d in result.diagnostics if d.rule == "missing-version"] == [
        f"The {kind} has no version."
    ]


def test_every_document_of_a_file_has_its_own_verdict() -> None:
    results = check_documents(agent("") + "---\nkind: Task\n---\n" + agent(""))
    assert [(r.document.index, r.exportable) for r in results] == [(0, True), (1, False), (2, True)]
    assert {d.document for d in results[1].diagnostics} == {1}


def test_what_an_alias_repeats_is_told_once() -> None:
    text = agent("tools:\n  - &t {type: functon, name: greet, description: Greets.}\n  - *t\n")
    assert len([d for d in check(text).diagnostics if d.path.endswith("/type")]) == 1


def test_what_cannot_be_used_is_dropped_and_the_rest_stays_in_its_place() -> None:
    tools = "[{type: sorcery, name: x}, 5, {type: mcp, description: 7}]"
    manifest = check(agent(f"tools: {tools}\n  autonomy: {{level: 5, allowed_actions: [a, {{}}]}}")).manifest
    assert isinstance(manifest, AgentManifest)
    assert manifest.spec is not None
    assert manifest.spec.tools is not None
    first, second, third = manifest.spec.tools
    assert (first.type, first.name) == ("sorcery", "x")
    assert second.type is None
    assert (third.type, third.description) == ("mcp", "7")
    assert manifest.spec.autonomy is not None
    assert (manifest.spec.autonomy.level, manifest.spec.autonomy.allowed_actions) == (None, ["a"])


def test_thousands_of_mistakes_are_counted_but_not_all_told() -> None:
    keys = "".join(f"  metadate{number}: 1\n" for number in range(5000))
    result = check(f"apiVersion: ossa/v0.4\nkind: Agent\nmetadata:\n  name: a\n{keys}spec: {{role: A}}\n")
    of_metadata = [d for d in result.diagnostics if d.rule == "schema-unknown-key"]
    assert len(of_metadata) == MAX_PROBLEMS
    assert "too-many-problems" in {d.rule for d in result.diagnostics}
    assert not result.conforms


def test_a_secret_is_never_repeated_in_a_message() -> None:
    secret = "sk-proj-" + "a1B2c3D4" * 5
    for spec in (
        f"autonomy: {{level: {secret}}}",
        f"lifecycle: {{turn_timeout: {secret}}}",
        f"taxonomy: {secret}",
    ):
        assert all(secret not in d.message for d in check(agent(spec)).diagnostics)


def test_every_agent_of_the_corpus_with_a_prompt_can_be_exported() -> None:
    for text in corpus_texts():
        for result in check_documents(text):
            plain = result.document.plain
            if not isinstance(plain, dict) or plain.get("kind") != "Agent":
                continue
            spec = plain["spec"]
            if spec.get("role") or (isinstance(spec.get("prompts"), dict) and spec["prompts"].get("system")):
                assert result.exportable, [d for d in result.diagnostics if d.severity is Severity.ERROR]


def test_every_rule_is_in_the_catalogue_once_with_all_its_texts() -> None:
    ids = [entry.id for entry in CATALOGUE]
    assert len(ids) == len(set(ids))
    assert all(entry.title and entry.why and entry.mend for entry in CATALOGUE)


def test_pointers_of_diagnostics_are_paths_into_the_document() -> None:
    for text in mutated_texts(3, 20):
        for result in check_documents(text):
            for diagnostic in result.diagnostics:
                assert diagnostic.path == "" or diagnostic.path.startswith("/")
                assert "" not in split_pointer(diagnostic.path)[:1]
