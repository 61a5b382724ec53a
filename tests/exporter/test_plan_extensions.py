"""What manifests write under extensions, and exported projects do: MCP servers, limits, traces."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exporter.agent_plan import AgentPlan, EnvRef, TracingPlan
from exporter.check import check_documents
from exporter.pipeline import export_project
from exporter.plan import Coverage, plan_agent

FILES = {"command": "npx", "args": ["-y", "server-files"], "env": {"KEY": "${FILES_KEY}"}}
WEB = {"name": "web", "url": "https://mcp.example.com/mcp"}


def document(extensions: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "ossa/v0.4",
        "kind": "Agent",
        "metadata": {"name": "demo"},
        "spec": {"role": "You help.", **spec},
        "extensions": extensions,
    }


def planned(extensions: dict[str, Any], **spec: Any) -> AgentPlan:
    return plan_agent(document(extensions, **spec))[0]


def coverage(extensions: dict[str, Any], **spec: Any) -> Coverage:
    return plan_agent(document(extensions, **spec))[1]


def rules_at(extensions: dict[str, Any]) -> set[tuple[str, str]]:
    [result] = check_documents(json.dumps(document(extensions)))
    return {(found.rule, found.path) for found in result.diagnostics}


@pytest.mark.parametrize("servers", [[{"name": "files", **FILES}, WEB], {"files": FILES, "web": WEB}])
def test_servers_of_the_mcp_extension_are_used(servers: Any) -> None:
    files, web = planned({"mcp": {"servers": servers}}).mcp_servers
    assert (files.name, files.transport, files.command) == ("files", "stdio", "npx")
    assert (files.args, files.env) == (("-y", "server-files"), {"KEY": EnvRef("FILES_KEY")})
    assert (web.name, web.transport, web.url) == ("web", "http", "https://mcp.example.com/mcp")
    assert files.allowed is web.allowed is None


def test_tools_that_a_server_lists_are_the_ones_it_may_bring() -> None:
    listed = [{"name": "read_file", "inputSchema": {}}, "list_files"]
    [server] = planned({"mcp": {"servers": [{"name": "files", **FILES, "tools": listed}]}}).mcp_servers
    assert server.allowed == ("read_file", "list_files")


def test_a_server_that_a_tool_names_too_is_connected_once_with_all_its_tools() -> None:
    tool = {"type": "mcp", "name": "search", "url": WEB["url"]}
    [server] = planned({"mcp": {"servers": [WEB]}}, tools=[tool]).mcp_servers
    assert (server.name, server.allowed) == ("search", None)


def test_a_server_that_is_called_as_a_tool_leaves_the_tool_its_name() -> None:
    tool = {"type": "function", "name": "web"}
    plan = planned({"mcp": {"servers": [WEB]}}, tools=[tool])
    assert ([tool.name for tool in plan.tools], plan.mcp_servers[0].name) == (["web"], "web_2")


def test_servers_of_an_extension_that_is_switched_off_are_left_out() -> None:
    extension = {"mcp": {"enabled": False, "servers": [WEB]}}
    assert planned(extension).mcp_servers == ()
    entries = {entry.path: entry for entry in coverage(extension).entries}
    assert entries["/extensions/mcp/servers/0/url"].note == "switched off"
    assert rules_at({"mcp": {"enabled": False, "servers": [{"name": "x"}]}}).isdisjoint(
        {("mcp-without-address", "/extensions/mcp/servers/0")}
    )


def test_servers_of_the_extension_are_checked_as_tools_are() -> None:
    servers = [{"name": "files", **FILES}, {"url": "http://127.0.0.1:9/mcp"}, {"env": {}}]
    assert rules_at({"mcp": {"servers": servers}}) >= {
        ("mcp-over-stdio", "/extensions/mcp/servers/0/command"),
        ("private-address", "/extensions/mcp/servers/1/url"),
        ("mcp-without-address", "/extensions/mcp/servers/2"),
    }


def test_the_tightest_recursion_limit_bounds_a_run() -> None:
    langgraph = {"langgraph": {"recursion_limit": 9}}
    assert planned(langgraph).limits.max_model_calls == 5
    both = {**langgraph, "langchain": {"runnable_config": {"recursion_limit": 5}}}
    assert planned(both).limits.max_model_calls == 3


def test_an_extension_that_is_switched_off_changes_nothing() -> None:
    langgraph = {"enabled": False, "recursion_limit": 9, "checkpointer": {"type": "redis"}}
    langchain = {"enabled": False, "memory_type": "conversation_summary", "callbacks": [{"type": "langfuse"}]}
    extensions = {"langgraph": langgraph, "langchain": langchain}
    assert planned(extensions) == planned({})
    entries = coverage(extensions).entries
    within = {entry.status for entry in entries if entry.path.startswith("/extensions/langchain/callbacks")}
    assert within == {"metadata"}


@pytest.mark.parametrize(
    ("extensions", "spec"),
    [
        ({}, {"callbacks": {"opentelemetry": True}}),
        ({}, {"callbacks": {"opentelemetry": {"enabled": True}}}),
        ({}, {"callbacks": {"opentelemetry": {"endpoint": "https://traces.example.com"}}}),
        ({}, {"observability": {"tracing": {"enabled": True, "exporter": "otlp"}}}),
        ({}, {"observability": {"tracing": {"provider": "opentelemetry"}}}),
        ({"langchain": {"callbacks": [{"type": "opentelemetry"}]}}, {}),
    ],
)
def test_a_manifest_can_ask_for_opentelemetry(extensions: dict[str, Any], spec: dict[str, Any]) -> None:
    assert planned(extensions, **spec).tracing == TracingPlan(opentelemetry=True)


@pytest.mark.parametrize(
    "spec",
    [
        {"callbacks": {"opentelemetry": False, "langfuse": {"enabled": False}}},
        {"callbacks": {"langsmith": True, "cost_tracking": True}},
        {"observability": {"tracing": {"enabled": False, "exporter": "otlp"}}},
        {"observability": {"tracing": {"enabled": True, "exporter": "jaeger"}}},
        {"observability": {"tracing": {"enabled": True}}},
    ],
)
def test_without_a_word_for_it_no_tracer_is_added(spec: dict[str, Any]) -> None:
    assert planned({}, **spec).tracing == TracingPlan()


def test_a_tracer_that_the_manifest_asks_for_is_in_the_project_and_waits_for_its_variables() -> None:
    text = json.dumps(document({}, callbacks={"langfuse": True, "langsmith": True}))
    exported = export_project(text)
    files = {file.path: file.text for file in exported.files}
    assert "langfuse_callbacks()" in files["server.py"]
    assert "observability_langfuse.py" in files
    assert "observability_otel.py" not in files
    assert "LANGFUSE_PUBLIC_KEY=" in files[".env.example"]
    assert "langfuse" in files["requirements.lock"]
    assert exported.coverage is not None
    notes = {entry.path: (entry.status, entry.note) for entry in exported.coverage.entries}
    assert notes["/spec/callbacks/langfuse"][0] == "honoured"
    assert notes["/spec/callbacks/langsmith"] == (
        "metadata",
        "part of every project; LANGSMITH_ENABLED=true switches it on",
    )
