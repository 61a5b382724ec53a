"""tools.py: one typed function per tool, and the MCP servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..agent_plan import EnvRef, EnvText, FunctionTool, HttpAuth, HttpTool, McpServer
from ..quoting import Call, PythonSource, assignment, class_name, import_block, python_name, signature
from .argument_models import write_models
from .declarations import Alias, Model, names_used, takes_anything
from .project import Project, TemplateFile

OWN_NAMES = frozenset(
    {
        *(
            "Annotated",
            "Any",
            "ConfigDict",
            "Field",
            "HttpAuth",
            "HttpEndpoint",
            "Literal",
            "MCP_SERVERS",
            "TOOLS",
        ),
        *("McpServerSettings", "ToolArguments", "WithJsonSchema"),
    }
)


@dataclass(frozen=True)
class ToolFunction:
    """One tool as the template writes it: declarations, then the decorator and the function."""

    tool: FunctionTool | HttpTool
    name: PythonSource
    declarations: tuple[Alias | Model, ...]
    decorator: Call
    signature: PythonSource
    endpoint_name: PythonSource | None = None
    endpoint: PythonSource | None = None

    @property
    def not_written(self) -> str:
        return f"{self.name} is not implemented: write its body in tools.py."


def _context(project: Project) -> Mapping[str, object]:
    taken = {*OWN_NAMES, *(_function_name(tool) for tool in project.agent.tools)}
    functions = [_function(tool, taken) for tool in project.agent.tools]
    used = {name for function in functions for part in function.declarations for name in names_used(part)}
    if any(takes_anything(_model(function)) or function.endpoint for function in functions):
        used |= {"Any"}
    return {
        "functions": functions,
        "tools": [function.name for function in functions],
        "mcp_servers": [mcp_server_call(server) for server in project.agent.mcp_servers],
        "imports": import_block(_standard(used), _installed(used), _own(project, used)),
    }


def _standard(used: set[str]) -> Mapping[str, Iterable[str]]:
    names = used & {"Annotated", "Any", "Literal"}
    return {"typing": names} if names else {}


def _installed(used: set[str]) -> Mapping[str, Iterable[str]]:
    names = used & {"ConfigDict", "Field", "WithJsonSchema"}
    return {"pydantic": names} if names else {}


def _own(project: Project, used: set[str]) -> Mapping[str, Iterable[str]]:
    modules: dict[str, Iterable[str]] = {
        "tool_arguments": ["AgentTool", *(["ToolArguments", "tool"] if project.agent.tools else [])]
    }
    if project.http_tools:
        modules["tools_http"] = ["HttpEndpoint", "call_api"]
    auths = [tool.auth for tool in project.http_tools] + [one.auth for one in project.agent.mcp_servers]
    if any(auths):
        modules["credentials"] = ["HttpAuth"]
    if project.agent.mcp_servers:
        modules["tools_mcp"] = ["McpServerSettings"]
    return modules


def _model(function: ToolFunction) -> Model:
    """The model of all arguments: the last of a tool's declarations."""
    model = function.declarations[-1]
    assert isinstance(model, Model)
    return model


def _function_name(tool: FunctionTool | HttpTool) -> str:
    return f"{tool.name}_tool" if tool.name in OWN_NAMES else tool.name


def _function(tool: FunctionTool | HttpTool, taken: set[str]) -> ToolFunction:
    name = _function_name(tool)
    declarations = write_models(f"{class_name(name)}Arguments", tool.parameters, taken)
    model = declarations[-1]
    assert isinstance(model, Model)
    arguments = ((None, tool.original_name), ("args_schema", model.name), ("description", tool.description))
    decorator = Call("tool", arguments)
    if isinstance(tool, HttpTool) or takes_anything(model):
        parameters = ["arguments: dict[str, Any]"]
    else:
        parameters = [f"{field.name}: {field.annotation}" for field in model.fields]
    function = ToolFunction(
        tool, python_name(name), tuple(declarations), decorator, signature(name, parameters)
    )
    if isinstance(tool, FunctionTool):
        return function
    endpoint_name = python_name(_unique(f"{name.upper()}_ENDPOINT", taken))
    return replace(
        function, endpoint_name=endpoint_name, endpoint=assignment(endpoint_name, endpoint_call(tool))
    )


def _unique(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def endpoint_call(tool: HttpTool) -> Call:
    arguments: list[tuple[str | None, object]] = [("method", tool.method), ("url", _text(tool.url))]
    if tool.headers:
        arguments.append(("headers", {name: _text(value) for name, value in tool.headers.items()}))
    if tool.places:
        arguments.append(("places", dict(tool.places)))
    if tool.auth is not None:
        arguments.append(("auth", _auth(tool.auth)))
    arguments += [("timeout", tool.timeout), ("max_bytes", tool.max_bytes)]
    return Call("HttpEndpoint", tuple(arguments))


def mcp_server_call(server: McpServer) -> Call:
    arguments: list[tuple[str | None, object]] = [("name", server.name), ("transport", server.transport)]
    if server.command is not None:
        arguments.append(("command", server.command))
    if server.args:
        arguments.append(("args", server.args))
    if server.env:
        arguments.append(("env", {name: _text(value) for name, value in server.env.items()}))
    if server.url is not None:
        arguments.append(("url", _text(server.url)))
    if server.headers:
        arguments.append(("headers", {name: _text(value) for name, value in server.headers.items()}))
    if server.auth is not None:
        arguments.append(("auth", _auth(server.auth)))
    if server.allowed is not None:
        arguments.append(("allowed", server.allowed))
    return Call("McpServerSettings", tuple(arguments))


def _auth(auth: HttpAuth) -> Call:
    arguments: list[tuple[str | None, object]] = [("kind", auth.kind), ("variable", auth.variable)]
    if auth.header != "Authorization":
        arguments.append(("header", auth.header))
    return Call("HttpAuth", tuple(arguments))


def _text(value: str | EnvRef | EnvText) -> str:
    """References to the environment stay in the text: the kit fills them in when the tool is called."""
    match value:
        case EnvText(text=text):
            return text
        case EnvRef(variable=variable, default=None):
            return f"${{{variable}}}"
        case EnvRef(variable=variable, default=default):
            return f"${{{variable}:-{default}}}"
        case str():
            return value


FILE = TemplateFile("tools.py", context=_context)
