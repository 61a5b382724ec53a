"""Any text in any field of a manifest, planned as it is written: refused, or a project of harmless files."""

from __future__ import annotations

import ast
import copy
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from exporter.agent_plan import AgentPlan
from exporter.errors import ExporterError
from exporter.files import plan_files
from exporter.nodes import join_pointer, split_pointer
from exporter.options import ExportOptions
from exporter.plan import plan_agent
from exporter.render import render_plan
from tests.exporter.test_hostile import anything, few

REQUEST = {"endpoint": "https://${HOST:-api.example.com}/{city}", "method": "POST", "timeout": "5s"}
SCHEMA = {"type": "object", "properties": {"city": {"type": "string", "enum": ["Rome"], "default": "Rome"}}}
LLM = {
    "provider": "openai",
    "model": "${MODEL:-gpt-4o}",
    "base_url": "${LLM_URL:-https://llm.example.com/v1}",
}
MANIFEST: dict[str, Any] = {
    "metadata": {"name": "clerk", "version": "1.0.0", "description": "A clerk."},
    "spec": {
        "role": "You help.",
        "prompts": {"system": {"template": "Be brief."}},
        "llm": {
            **LLM,
            "temperature": "${HEAT:-0.5}",
            "fallback_models": [{"provider": "anthropic", "model": "claude-sonnet-4-6"}],
            "retry_config": {"backoff_strategy": "linear"},
        },
        "tools": [
            {"type": "function", "name": "look", "description": "Looks.", "parameters": SCHEMA},
            {"type": "api", "name": "ask", "headers": {"X-Extra": "${EXTRA:-plain}"}, **REQUEST}
            | {"auth": {"type": "api_key", "token": "${ASK_KEY}", "header": "X-Ask"}, "input_schema": SCHEMA},
            {
                "type": "mcp",
                "name": "files",
                "server": {"command": "npx", "args": ["-y"], "env": {"A": "${B}"}},
            },
            {
                "type": "mcp",
                "name": "web",
                "server": {"url": "https://mcp.example.com/mcp"},
                "tools": ["read"],
            },
            {"type": "mcp", "name": "named", "server": "somewhere"},
        ],
        "memory": {"type": "redis", "strategy": "summary", "config": {"host": "db.example.com", "db": "1"}},
        "streaming": {"sse": {"endpoint": "/live/events"}, "websocket": {"endpoint": "/live/socket"}},
        "api": {"cors": {"origins": ["https://app.example.com"]}},
        "safety": {"pii_detection": {"enabled": True, "types": ["email"], "action": "redact"}},
        "constraints": {"cost": {"currency": "USD", "maxCostPerDay": 5}},
        "observability": {"logging": {"level": "warn"}, "tracing": {"exporter": "otlp"}},
    },
    "extensions": {"mcp": {"servers": [{"name": "more", "url": "https://${MORE}/mcp"}]}},
}


def leaves(value: Any, path: str = "") -> Iterator[str]:
    if not isinstance(value, dict | list):
        yield path
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from leaves(item, join_pointer(path, key))


PATHS = list(leaves(MANIFEST))


def with_texts(texts: dict[str, str]) -> dict[str, Any]:
    manifest = copy.deepcopy(MANIFEST)
    for path, text in texts.items():
        *above, last = split_pointer(path)
        parent: Any = manifest
        for part in above:
            parent = parent[int(part)] if isinstance(parent, list) else parent[part]
        parent[int(last) if isinstance(parent, list) else last] = text
    return manifest


def project(manifest: dict[str, Any]) -> dict[str, str] | None:
    """All files but those of the kit; None where planning refuses the manifest."""
    try:
        agent, coverage = plan_agent(manifest)
        plan = plan_files(agent, ExportOptions(), coverage, "")
    except ExporterError:
        return None
    made = {file.path for file in plan.files if not file.kit}
    return {file.path: file.text for file in render_plan(plan) if file.path in made}


def called(files: dict[str, str]) -> Iterator[str]:
    """What the code names: a text that became code would name something that is not there otherwise."""
    for path, text in files.items():
        for node in ast.walk(ast.parse(text)) if path.endswith(".py") else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def instructions(dockerfile: str) -> list[str]:
    return re.findall(r"^[A-Z]+\b", dockerfile.replace("\\\n", " "), re.M)


HARMLESS = project(MANIFEST)


def test_the_manifest_of_these_tests_uses_what_it_means_to_use() -> None:
    agent: AgentPlan = plan_agent(MANIFEST)[0]
    assert HARMLESS is not None
    assert (len(agent.tools), len(agent.mcp_servers), len(agent.fallbacks)) == (2, 4, 1)
    assert agent.tracing.opentelemetry and agent.memory.backend == "redis" and agent.pii


@few
@given(st.dictionaries(st.sampled_from(PATHS), anything, min_size=1, max_size=3))
def test_any_text_in_any_field_makes_files_that_parse_and_nothing_else(texts: dict[str, str]) -> None:
    files = project(with_texts(texts))
    if files is None:
        return
    assert not {"__import__", "system", "eval", "exec"} & set(called(files))
    tomllib.loads(files["pyproject.toml"])
    assert instructions(files["Dockerfile"]) == instructions((HARMLESS or {})["Dockerfile"])
    compose = yaml.safe_load(files["docker-compose.yaml"])
    assert compose["services"].keys() <= {"agent", "redis"}
    assert "privileged" not in compose["services"]["agent"]
    assert yaml.safe_load(files["openapi.yaml"])["paths"]
    for line in files["requirements.txt"].splitlines():
        assert re.fullmatch(r"|#.*|[a-z0-9_-]+(\[[a-z]+\])?[<>=0-9.,]*", line)
    for line in files[".env.example"].splitlines():
        assert re.fullmatch(r"|#.*|#?[A-Za-z_][A-Za-z0-9_]*=.*", line)
