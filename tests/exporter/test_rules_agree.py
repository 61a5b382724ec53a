"""What the rules say is what planning does: the same names, words and places; no refusal unannounced."""

from __future__ import annotations

import builtins
import keyword

import pytest

from exporter.diagnostics import has_errors
from exporter.errors import ExporterError
from exporter.parse import parse_documents
from exporter.plan import chat_model, http_tools, mcp, memory, pii, plan_agent, prompt, streaming
from exporter.rules import (
    missing_prompt,
    prompt_is_a_file,
    streaming_path_collision,
    unknown_memory_backend,
    unknown_method,
    unknown_pii_type,
)
from exporter.rules.facts import chat_models, mcp_servers, provider_names, tool_entries
from exporter.rules.facts.addresses import parse_address
from exporter.rules.facts.json_schema import arguments_problem
from exporter.rules.facts.tool_names import BUILTIN_NAMES, LONGEST_NAME, name_tools
from exporter.rules.facts.variable_names import variable_for
from tests.exporter.rule_cases import diagnostics_of

AGENT = """
apiVersion: ossa/v0.4
kind: Agent
metadata: {{name: {name}, version: 1.0.0, description: Answers.}}
spec:
  role: You answer.
  llm: {{provider: openai, model: gpt-6-luna}}
  streaming:
    sse: {{endpoint: {sse}}}
    websocket: {{endpoint: {websocket}}}
"""
PATHS = [
    "/a",
    "a",
    "/",
    "/a/",
    "/chat",
    "/health",
    "/sessions/x",
    "/chat/runs/x",
    "/docs",
    "/v1/chat/completions",
]
PATHS += [
    "/a b",
    "/a?b",
    "/{a}",
    "/a/../b",
    "https://a.example.com/b",
    "/ä",
    '""',
    "/chat/stream/x",
    "/openapi.json",
    "5",
    "-0.5",
    "true",
    "[/health]",
]
NAMES = ["clerk", "../evil", "a/b", '".."', '"a\\nb"', "'  .  '", "a" * 300, '"a\\\\b"', "Clerk 2"]
NAMES += ["5", "1" * 300, "true"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", ["sse", "websocket"])
def test_a_streaming_path_that_planning_refuses_is_an_error_before(kind: str, path: str) -> None:
    places = {"sse": "/events", "websocket": "/live", kind: path}
    refuses_only_with_an_error(AGENT.format(name="clerk", **places))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_planning_refuses_is_an_error_before(name: str) -> None:
    refuses_only_with_an_error(AGENT.format(name=name, sse="/events", websocket="/live"))


def refuses_only_with_an_error(text: str) -> None:
    refused = has_errors(diagnostics_of(text))
    if refused:
        return
    plan_agent(parse_documents(text)[0].plain)


def test_planning_does_refuse_what_is_not_checked() -> None:
    with pytest.raises(ExporterError):
        plan_agent(parse_documents(AGENT.format(name="clerk", sse="/health", websocket="/live"))[0].plain)


def test_both_read_the_same_places_and_words() -> None:
    assert chat_model.LLM == chat_models.SECTIONS
    assert tuple(f"llm.{key}" for key in chat_models.FALLBACK_KEYS) == chat_model.FALLBACKS
    assert chat_model.BASE_URL == chat_models.BASE_URL_KEYS
    assert chat_model.ALIASES == provider_names.OTHER_NAMES
    assert http_tools.ENDPOINTS == tool_entries.ENDPOINTS
    assert http_tools.METHODS == tool_entries.METHODS
    assert set(http_tools.KNOWN_METHODS.values()) == set(unknown_method.KNOWN)
    assert mcp.COMMANDS == mcp_servers.COMMANDS
    assert (*mcp.URLS, "server") == mcp_servers.URLS
    assert mcp.SERVERS == mcp_servers.NAMES
    assert set(pii.KIND_WORDS) == {*unknown_pii_type.KINDS, *unknown_pii_type.OTHER_NAMES}
    assert {*memory.BACKENDS, *memory.STRATEGIES} <= unknown_memory_backend.KNOWN
    assert streaming_path_collision.RESERVED | {"/v1/chat/completions"} >= streaming.TAKEN
    assert set(streaming.TAKEN_BELOW) <= set(streaming_path_collision.RESERVED_BELOW)
    assert prompt.FILE_NAME == prompt_is_a_file.FILE_NAME
    assert missing_prompt.OTHER_KEYS == ("instructions", "system_prompt")


def test_every_function_of_python_is_known_by_name() -> None:
    lower = {name for name in dir(builtins) if name.islower() and not name.startswith("_")}
    assert lower - BUILTIN_NAMES <= {"copyright", "credits", "license"}


@pytest.mark.parametrize(
    "names",
    [
        ["a-b", "a_b", "a b", "a_b_2"],
        ["class", "class_tool", "list", "list_tool", "agent"],
        [None, "", "  ", "日本", "unnamed_tool"],
        ["x" * 70, "x" * 80, "x" * 64, "1x", "é", "__x__"],
        ["tool", "TOOLS", "Any", "print", "None", "match"],
    ],
)
def test_names_of_tools_are_different_short_identifiers(names: list[str | None]) -> None:
    given = [named.name for named in name_tools(names)]
    assert len(set(given)) == len(names)
    for name in given:
        assert name.isidentifier() and name.isascii() and not keyword.iskeyword(name)
        assert len(name) <= LONGEST_NAME + len("_tool")
        assert name not in BUILTIN_NAMES


def test_a_good_name_is_kept() -> None:
    assert [named.name for named in name_tools(["find_order", "findOrder"])] == ["find_order", "findOrder"]


PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.1.1", "0.0.0.0", "100.64.0.1"),
    *("[::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "2130706433", "0x7f000001", "127.1", "017700000001"),
    *("localhost", "LOCALHOST.", "api.localhost", "printer.local", "db.internal", "vault"),
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_are_seen_through_their_spellings(host: str) -> None:
    address = parse_address(f"http://{host}:8080/path")
    assert address is not None and address.is_private


@pytest.mark.parametrize(
    "host", ["api.example.com", "8.8.8.8", "[2606:4700::1111]", "internal.example.com", "1.example.com"]
)
def test_public_addresses_are_not_private(host: str) -> None:
    address = parse_address(f"https://{host}/path")
    assert address is not None and not address.is_private


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "2852039166", "0xa9fea9fe", "metadata.google.internal", "[fd00:ec2::254]"]
)
def test_metadata_services_are_known(host: str) -> None:
    address = parse_address(f"http://{host}/latest")
    assert address is not None and address.is_metadata


def test_credentials_in_an_address_are_seen() -> None:
    with_them = [
        "https://a:secret-1@b.example.com",
        "https://b.example.com/?api_key=12345678",
        "https://b.example.com/?token=abcdefgh",
    ]
    without = [
        "https://a:${PW}@b.example.com",
        "https://b.example.com/?api_key={key}",
        "https://b.example.com/?key=a",
    ]
    assert all((found := parse_address(url)) and found.has_credentials for url in with_them)
    assert not any((found := parse_address(url)) and found.has_credentials for url in without)


def test_a_variable_is_called_after_whose_secret_it_takes() -> None:
    document = {
        "spec": {
            "tools": [{"name": "find-order", "auth": {"token": "x"}}],
            "memory": {"url": "x"},
            "myApiKey": "x",
        }
    }
    assert variable_for("/spec/tools/0/auth/token", document) == "FIND_ORDER_TOKEN"
    assert variable_for("/spec/memory/url", document) == "MEMORY_URL"
    assert variable_for("/spec/myApiKey", document) == "MY_API_KEY"


@pytest.mark.parametrize(
    ("schema", "at"),
    [
        ([], "/p"),
        ({"type": "array"}, "/p/type"),
        ({"properties": []}, "/p/properties"),
        ({"properties": {"a": {"required": True}}}, "/p/properties/a/required"),
        ({"properties": {"a": {"type": ["string", "nul"]}}}, "/p/properties/a/type"),
        ({"properties": {"a": {"items": 5}}}, "/p/properties/a/items"),
        ({"anyOf": [{"type": "date"}]}, "/p/anyOf/0/type"),
        ({"required": [5]}, "/p/required/0"),
        ({"enum": "a"}, "/p/enum"),
    ],
)
def test_a_mistake_in_a_schema_is_found_where_it_is(schema: object, at: str) -> None:
    problem = arguments_problem(schema, "/p")
    assert problem is not None and problem[0] == at


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object"},
        {"properties": {"a": True}},
        {"properties": {"a": {"type": ["string", "null"]}}},
        {"$ref": "#/x"},
    ],
)
def test_an_ordinary_schema_has_no_mistake(schema: object) -> None:
    assert arguments_problem(schema, "/p") is None
