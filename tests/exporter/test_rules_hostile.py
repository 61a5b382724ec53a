"""Manifests made to break a checker: thousands of tools, absurd names, text that wants to be more."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from exporter.conformance.documents import read_document
from exporter.manifest import AgentManifest
from exporter.parse import parse_documents
from exporter.rules import RULES
from exporter.rules.rule import Context, Finding
from tests.exporter.rule_cases import diagnostics_of

HEAD: dict[str, Any] = {"apiVersion": "ossa/v0.4", "kind": "Agent", "metadata": {"name": "clerk"}}
NASTY = [
    "",
    " ",
    "\u202e evil",
    "a\nb\tc\x1b[31m",
    "${",
    "${}",
    "${A:-${B}}",
    "{{7*7}}",
    '"""',
    "x" * 5_000,
    "ẞ" * 300,
    "https://[",
    "http://" + "a" * 3_000,
    "http://user:pw@[::1",
    "0x",
    "//",
    "....",
    "~1~0",
]


def context_of(spec: dict[str, Any], **metadata: Any) -> Context:
    whole = {**HEAD, "metadata": {**HEAD["metadata"], **metadata}, "spec": spec}
    document = parse_documents(json.dumps(whole))[0]
    manifest = read_document(document).manifest
    assert isinstance(manifest, AgentManifest)
    return Context(document, manifest)


def findings(spec: dict[str, Any], **metadata: Any) -> list[Finding]:
    context = context_of(spec, **metadata)
    return [finding for rule in RULES for finding in rule.check(context)]


def steps(spec: dict[str, Any]) -> int:
    """How many Python functions the rules call, which is the same on every machine."""
    context = context_of(spec)
    assert context.document.plain
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        for rule in RULES:
            list(rule.check(context))
    finally:
        sys.setprofile(before)
    return calls


def many_tools(count: int, name: Callable[[int], str]) -> dict[str, Any]:
    tools = [
        {
            "type": ["function", "api", "mcp", "browser"][at % 4],
            "name": name(at),
            "endpoint": f"http://10.0.0.{at % 250}/{{a}}/{{b}}",
            "parameters": {"type": "object", "properties": {"a": {"type": "strng"}}, "required": ["a", "c"]},
        }
        for at in range(count)
    ]
    return {"role": "You answer.", "llm": {"provider": "openai", "model": "gpt-6-luna"}, "tools": tools}


@pytest.mark.parametrize(
    "name",
    [
        lambda at: f"tool_{at}",
        lambda at: "same",
        lambda at: "class",
        lambda at: "x" * 70 + str(at),
        lambda at: "",
    ],
    ids=["different", "same", "keyword", "long", "empty"],
)
def test_four_times_the_tools_are_not_much_more_than_four_times_the_work(name: Callable[[int], str]) -> None:
    findings(many_tools(10, name))
    few = steps(many_tools(60, name))
    many = steps(many_tools(240, name))
    assert many < 5 * few


def test_a_thousand_tools_of_one_name_get_a_thousand_names() -> None:
    found = findings(many_tools(1_000, lambda at: "same"))
    collisions = [each.message for each in found if "is taken by" in each.message]
    # Every fourth is an MCP server, whose name is no function's.
    assert len(set(collisions)) == len(collisions) == 749


def test_hundreds_of_fallbacks_are_judged_once_each() -> None:
    fallbacks = [{"provider": "openai", "model": f"gpt-6-luna-{at}"} for at in range(300)]
    found = findings(
        {"role": "You answer.", "llm": {"provider": "openai", "model": "o3", "fallback_models": fallbacks}}
    )
    assert len([each for each in found if each.message.startswith("No price is known")]) == 300


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_text_breaks_a_rule_or_its_messages(text: str) -> None:
    found = findings(
        {
            "role": text,
            "prompts": {"system": {"template": text}},
            "llm": {
                "provider": text,
                "model": text,
                "temperature": text,
                "fallback_models": [{"provider": text, "model": text}],
            },
            "tools": [
                {
                    "type": kind,
                    "name": text,
                    "description": text,
                    "endpoint": text,
                    "method": text,
                    "server": text,
                }
                | {"parameters": {text: text}, "auth": {"type": text, "token": text}, "headers": {text: text}}
                for kind in ("api", "mcp", "function", text)
            ],
            "memory": {"type": text, "url": text},
            "streaming": {"sse": {"endpoint": text}, "websocket": {"endpoint": text, "port": text}},
            "constraints": {"cost": {"currency": text, "maxCostPerDay": text}},
            "safety": {"pii_detection": {"types": [text]}},
            "api": {"cors": {"origins": [text]}, "port": text},
        },
        license=text,
        tags=[text, text],
        status=text,
        deprecated_message=text,
    )
    for each in found:
        assert each.message.isprintable()
        assert len(each.message) < 500


@pytest.mark.parametrize(
    "value", [None, True, 0, -1, 1.5, [], {}, [[]], [None], {"": None}, "text"], ids=repr
)
def test_a_value_of_any_type_may_stand_anywhere(value: Any) -> None:
    keys = [
        "role",
        "prompts",
        "llm",
        "tools",
        "functions",
        "memory",
        "streaming",
        "safety",
        "constraints",
        "api",
        "autonomy",
        "lifecycle",
        "state",
    ]
    inner = [
        "system",
        "provider",
        "model",
        "fallback_models",
        "sse",
        "websocket",
        "cost",
        "performance",
        "cors",
        "pii_detection",
        "type",
        "0",
    ]
    findings({key: value for key in keys})
    findings({key: {name: value for name in inner} for key in keys})
    findings({key: [value, {name: value for name in inner}] for key in keys})
    findings(
        {key: {name: {"type": value, "types": value, "endpoint": value} for name in inner} for key in keys}
    )


SECRETS = {
    "openai": "sk-proj-4f9Ab27cQx81LmZt0WvR7yUe",
    "anthropic": "sk-ant-api03-4f9Ab27cQx81LmZt0WvR7yUe",
    "google": "AIza" + "SyA4f9Ab27cQx81LmZt0WvR7yUe12345678"[:35],
    "github": "ghp_4f9Ab27cQx81LmZt0WvR7yUe4f9Ab27cQx81",
    "github_pat": "github_pat_11ABCDEFG0" + "4f9Ab27cQx81LmZt0WvR7yUe4f9Ab27cQx81LmZt0",
    "slack": "xoxb-1234567890-abcdefghij",
    "aws": "AKIAQ3EGUVWX7Y2Z4LMN",
    "pem": "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    "url": "postgresql://clerk:correct-horse@db.example.com/orders",
}
PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "role": lambda secret: {"role": f"Use {secret} for everything."},
    "provider": lambda secret: {"role": "You answer.", "llm": {"provider": secret, "model": "gpt-6-luna"}},
    "model": lambda secret: {"role": "You answer.", "llm": {"provider": "openai", "model": secret}},
    "tool name": lambda secret: {"role": "You answer.", "tools": [{"type": "function", "name": secret}]},
    "endpoint": lambda secret: {
        "role": "You answer.",
        "tools": [{"type": "api", "name": "a", "endpoint": secret}],
    },
    "method": lambda secret: {
        "role": "You answer.",
        "tools": [{"type": "api", "name": "a", "endpoint": "https://a.example.com", "method": secret}],
    },
    "memory": lambda secret: {"role": "You answer.", "memory": {"type": secret}},
    "anywhere": lambda secret: {"role": "You answer.", "x-notes": [{"deep": [secret]}]},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", SECRETS)
def test_a_secret_is_found_anywhere_and_never_repeated(kind: str, place: str) -> None:
    secret = SECRETS[kind]
    spec = PLACES[place](secret)
    found = diagnostics_of(json.dumps({**HEAD, "spec": spec}))
    said = [each for each in found if each.rule in ("secret-in-manifest", "endpoint-credentials")]
    assert [each.severity.value for each in said] == ["error"]
    fixes = " ".join(edit.text for each in found if each.fix for edit in each.fix.edits)
    for each in found:
        assert secret[8:20] not in each.message
    assert secret[8:20] not in fixes
