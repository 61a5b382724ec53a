"""What the chat model may call: functions, HTTP requests, MCP servers."""

from __future__ import annotations

from typing import Any

import pytest

from exporter.agent_plan import AgentPlan, EnvRef, EnvText, FunctionTool, HttpAuth, HttpTool, McpServer
from exporter.plan import plan_agent


def planned(*tools: Any, **spec: Any) -> AgentPlan:
    return plan_agent({"metadata": {"name": "demo"}, "spec": {"tools": list(tools), **spec}})[0]


def http(**tool: Any) -> HttpTool:
    found = planned({"type": "http", "name": "call", **tool}).tools[0]
    assert isinstance(found, HttpTool)
    return found


def function(**tool: Any) -> FunctionTool:
    found = planned({"type": "function", "name": "do", **tool}).tools[0]
    assert isinstance(found, FunctionTool)
    return found


def server(**tool: Any) -> McpServer:
    return planned({"type": "mcp", "name": "files", **tool}).mcp_servers[0]


def test_names_become_identifiers_that_meet_nothing() -> None:
    names = ["file.read", "file-read", "class", "print", "agent", "42", None, "get_tools", "ünïcode"]
    plan = planned(*({"type": "function", "name": name} for name in names))
    chosen = [tool.name for tool in plan.tools]
    assert len(set(chosen)) == len(names)
    assert all(name.isidentifier() and name.isascii() for name in chosen)
    assert not {"class", "print", "agent"} & set(chosen)
    assert [tool.original_name for tool in plan.tools][:2] == ["file.read", "file-read"]


def test_functions_of_the_spec_are_tools_too() -> None:
    plan = planned(functions=[{"name": "scan", "description": "Scans.", "parameters": {"type": "object"}}])
    assert [(tool.name, tool.description) for tool in plan.tools] == [("scan", "Scans.")]


def test_a_type_we_cannot_do_becomes_a_function_that_says_so() -> None:
    tool = function(type="browser")
    assert tool.note == 'is of type "browser", which is not supported here'


def test_an_api_tool_without_an_address_becomes_a_function_that_says_so() -> None:
    assert function(type="api").note == "has no address that can be called"


def test_a_tool_without_a_type_is_what_its_fields_say() -> None:
    plan = planned({"name": "a", "endpoint": "https://api.example.com"}, {"name": "b"})
    assert [type(tool) for tool in plan.tools] == [HttpTool, FunctionTool]


def test_what_is_no_tool_is_left_out() -> None:
    assert planned("not a tool", 5, None, []).tools == ()


@pytest.mark.parametrize("key", ["parameters", "input_schema", "inputSchema", "input"])
def test_arguments_are_found_under_each_of_their_names(key: str) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    assert function(**{key: schema}).parameters == schema


@pytest.mark.parametrize("schema", [None, {}, "text", [], {"type": "string"}, {"properties": []}])
def test_without_a_schema_that_can_be_used_there_are_no_arguments(schema: object) -> None:
    assert function(parameters=schema).parameters == {"type": "object", "properties": {}}


def test_arguments_listed_directly_are_understood() -> None:
    properties = function(parameters={"city": "string", "days": {"type": "integer"}}).parameters["properties"]
    assert properties == {"city": {"type": "string"}, "days": {"type": "integer"}}


def test_a_required_name_without_a_property_is_dropped_once() -> None:
    schema = {"type": "object", "properties": {"a": {}}, "required": ["a", "b", "a"]}
    assert function(parameters=schema).parameters["required"] == ["a"]


@pytest.mark.parametrize(
    "tool",
    [
        {"endpoint": "https://api.example.com/x", "method": "put"},
        {"url": "https://api.example.com/x", "config": {"method": "PUT"}},
        {"config": {"endpoint": "https://api.example.com/x", "method": "PUT"}},
        {"handler": {"endpoint": "https://api.example.com/x", "method": "Put"}},
    ],
)
def test_address_and_method_are_found_wherever_manifests_write_them(tool: dict[str, Any]) -> None:
    found = http(**tool)
    assert (found.url, found.method) == ("https://api.example.com/x", "PUT")


def test_without_a_method_a_request_with_arguments_posts_and_any_other_reads() -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string"}}}
    assert http(endpoint="https://a.example.com").method == "GET"
    assert http(endpoint="https://a.example.com/{id}", parameters=schema).method == "GET"
    assert http(endpoint="https://a.example.com", parameters=schema).method == "POST"


def test_a_parameter_of_the_path_is_an_argument_that_is_required() -> None:
    assert http(endpoint="https://a.example.com/users/{id}").parameters == {
        "type": "object",
        "properties": {"id": {"type": "string"}},
        "required": ["id"],
    }


def test_references_in_an_address_wait_for_run_time() -> None:
    assert http(endpoint="${API_URL:-https://a.example.com}").url == EnvRef(
        "API_URL", "https://a.example.com"
    )
    url = "${API_URL}/projects/${PROJECT}/jobs/{id}"
    found = http(endpoint=url)
    assert found.url == EnvText(url)
    assert list(found.parameters["properties"]) == ["id"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example.com",
        "/relative",
        "https://user:secret@a.example.com",
        "https://a.example.com/\nHost: b",
        "javascript:alert(1)",
        "https://",
        "https://[::1",
    ],
)
def test_an_address_no_client_should_call_makes_the_tool_a_function(url: str) -> None:
    assert isinstance(planned({"type": "api", "name": "call", "endpoint": url}).tools[0], FunctionTool)


def test_openapi_parameters_say_where_they_go() -> None:
    found = http(
        endpoint="https://a.example.com/users/{id}",
        method="POST",
        parameters=[
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}},
        ],
        requestBody={
            "content": {"application/json": {"schema": {"type": "object", "properties": {"name": {}}}}}
        },
    )
    assert found.places == {"page": "query", "name": "body"}
    assert found.parameters["required"] == ["id"]
    assert found.parameters["properties"]["page"] == {"type": "integer", "default": 1}


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        ({"type": "bearer", "credentials": "env:GITLAB_TOKEN"}, HttpAuth("bearer", "GITLAB_TOKEN")),
        ({"type": "bearer", "tokenPath": "GITHUB_TOKEN"}, HttpAuth("bearer", "GITHUB_TOKEN")),
        ({"type": "bearer", "token": "${MY_TOKEN}"}, HttpAuth("bearer", "MY_TOKEN")),
        ({"type": "api-key", "header": "X-Key"}, HttpAuth("api_key", "CALL_KEY", "X-Key")),
        ({"type": "api_key"}, HttpAuth("api_key", "CALL_KEY", "X-API-Key")),
        ({"type": "basic"}, HttpAuth("basic", "CALL_TOKEN")),
        ({"type": "bearer", "header": "a\r\nb"}, HttpAuth("bearer", "CALL_TOKEN")),
        ({"type": "none"}, None),
        ({"type": "mtls"}, None),
        ("bearer", None),
    ],
)
def test_credentials_come_from_a_variable(auth: Any, expected: HttpAuth | None) -> None:
    assert http(endpoint="https://a.example.com", auth=auth).auth == expected


def test_a_credential_in_the_manifest_never_gets_into_the_plan() -> None:
    secret = "not-a-real-credential-0123456789"
    plan = planned(
        {
            "type": "http",
            "name": "call",
            "endpoint": "https://a.example.com",
            "auth": {"type": "bearer", "credentials": secret},
            "headers": {"Authorization": f"Bearer {secret}", "X-Api-Key": secret, "Accept": "text/plain"},
        }
    )
    assert secret not in repr(plan)
    assert isinstance(plan.tools[0], HttpTool)
    assert plan.tools[0].headers == {"Accept": "text/plain"}


def test_a_header_may_hold_a_reference() -> None:
    headers = http(endpoint="https://a.example.com", headers={"Authorization": "Bearer ${TOKEN}"}).headers
    assert headers == {"Authorization": EnvText("Bearer ${TOKEN}")}


@pytest.mark.parametrize(
    "tool",
    [
        {"server": "npx -y some-server /data"},
        {"command": "npx", "args": ["-y", "some-server", "/data"]},
        {"server": {"command": "npx", "args": ["-y", "some-server", "/data"]}},
        {"config": {"command": "npx -y some-server", "args": ["/data"]}},
    ],
)
def test_a_command_is_an_mcp_server_over_stdio(tool: dict[str, Any]) -> None:
    found = server(**tool)
    assert (found.transport, found.command, found.args) == ("stdio", "npx", ("-y", "some-server", "/data"))


@pytest.mark.parametrize(
    "tool",
    [
        {"server": "https://mcp.example.com/mcp"},
        {"url": "https://mcp.example.com/mcp"},
        {"config": {"url": "https://mcp.example.com/mcp"}},
        {"server": {"url": "https://mcp.example.com/mcp", "transport": "http"}},
        {"server": "a-name", "endpoint": "https://mcp.example.com/mcp"},
    ],
)
def test_an_address_is_an_mcp_server_over_http(tool: dict[str, Any]) -> None:
    found = server(**tool)
    assert (found.transport, found.url) == ("http", "https://mcp.example.com/mcp")


@pytest.mark.parametrize(
    ("tool", "variable"),
    [
        ({"server": "gitlab-mcp-server"}, "GITLAB_MCP_SERVER_MCP_URL"),
        ({"server": "kubernetes-mcp"}, "KUBERNETES_MCP_URL"),
        ({"source": {"type": "mcp", "uri": "mcp://kg-service/query"}}, "KG_SERVICE_QUERY_MCP_URL"),
        ({}, "FILES_MCP_URL"),
        ({"server": "7zip"}, "MCP_7ZIP_MCP_URL"),
    ],
)
def test_a_server_that_is_only_named_gets_its_address_from_the_environment(
    tool: dict[str, Any], variable: str
) -> None:
    assert server(**tool).url == EnvRef(variable)


def test_tools_of_one_server_share_a_connection_and_allow_what_they_name() -> None:
    plan = planned(
        {"type": "mcp", "name": "complete", "server": "router"},
        {"type": "mcp", "name": "embed", "server": "router"},
        {"type": "mcp", "name": "k8s", "server": "kagent", "toolNames": ["get_pods", "get_logs"]},
        {"type": "mcp", "name": "files", "server": "files", "capabilities": [{"name": "read_file"}]},
        {"type": "mcp", "name": "all-of-it", "server": "anything"},
    )
    assert [found.allowed for found in plan.mcp_servers] == [
        ("complete", "embed"),
        ("get_pods", "get_logs"),
        ("read_file",),
        None,
    ]


def test_names_of_servers_are_distinct_identifiers() -> None:
    plan = planned(*({"type": "mcp", "name": "same", "server": f"server {number} x"} for number in range(3)))
    assert [found.name for found in plan.mcp_servers] == ["same", "same_2", "same_3"]
