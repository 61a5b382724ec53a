"""Which tools the playground runs and how: mocks, people who answer, and real requests through the guard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool, StructuredTool
from langgraph.prebuilt.tool_node import ToolCallRequest

from agents_runtime.argument_check import Allowance, invalid_argument
from agents_runtime.argument_schemas import as_projects_say_it, in_one_piece
from agents_runtime.demo_model import invented_answer
from agents_runtime.loading import load_module
from exporter.agent_plan import AgentPlan, FunctionTool, HttpTool
from exporter.files.tools import endpoint_call, mcp_server_call
from exporter.kit.credentials import HttpAuth
from exporter.kit.errors import AgentError
from exporter.kit.outbound import AllowList
from exporter.kit.run_context import RunContext
from exporter.kit.tool_calls import Answer, ToolHandler
from exporter.kit.tools_http import HttpEndpoint, call_api
from exporter.quoting import Call

CLASSES: dict[str, Callable[..., Any]] = {
    "HttpEndpoint": HttpEndpoint,
    "HttpAuth": HttpAuth,
}


@dataclass(frozen=True)
class ToolSetting:
    """What the person chose for a tool: "ask", or a mock whose kind is "text", "json" or "failure"."""

    choice: str
    kind: str = ""
    content: str = ""
    delay_ms: int = 0


class MockFailedError(AgentError):
    """The failure that a mock was told to be."""

    def __init__(self, message: str) -> None:
        super().__init__(message or "The tool failed.", error_type="tool_failed")


async def create_tools(
    plan: AgentPlan, typed: Mapping[str, str], allow: AllowList, *, demo: bool
) -> list[BaseTool]:
    """The plan's own tools, and those of its remote MCP servers. The demo model reaches no server at all."""
    tools: list[BaseTool] = [_create_tool(tool, typed, allow) for tool in plan.tools]
    remote = [server for server in plan.mcp_servers if server.transport == "http"]
    if remote and not demo:
        # Half a second to load, for those alone who have such tools.
        mcp = await load_module("exporter.kit.tools_mcp")
        CLASSES["McpServerSettings"] = mcp.McpServerSettings
        servers = [_made(mcp_server_call(server)) for server in remote]
        taken = [tool.name for tool in tools]
        found = await mcp.load_mcp_tools(servers, taken, environment=typed, allow=allow)
        for each in found:
            if isinstance(each.args_schema, dict):
                each.args_schema = in_one_piece(each.args_schema)
        tools += found
    return tools


def _create_tool(tool: FunctionTool | HttpTool, typed: Mapping[str, str], allow: AllowList) -> BaseTool:
    if isinstance(tool, HttpTool):
        call = _calling_api(_made(endpoint_call(tool)), tool.parameters, typed, allow)
    else:
        call = _not_written(tool.name)
    return StructuredTool(
        name=tool.original_name,
        description=tool.description,
        args_schema=as_projects_say_it(in_one_piece(tool.parameters)),
        coroutine=call,
    )


def _made(value: object) -> Any:
    """What a written-down constructor call makes."""
    if isinstance(value, Call):
        return CLASSES[value.function](**{str(name): _made(argument) for name, argument in value.arguments})
    return value


def _calling_api(
    endpoint: HttpEndpoint, schema: Mapping[str, Any], typed: Mapping[str, str], allow: AllowList
) -> Callable[..., Awaitable[str]]:
    properties = schema.get("properties", {})
    defaults = {
        name: each["default"]
        for name, each in properties.items()
        if isinstance(each, dict) and "default" in each
    }

    async def call(**arguments: Any) -> str:
        return await call_api(endpoint, {**defaults, **arguments}, environment=typed, allow=allow)

    return call


def _not_written(name: str) -> Callable[..., Awaitable[str]]:
    async def call(**arguments: Any) -> str:
        raise NotImplementedError(f"{name} is not implemented: write its body in tools.py.")

    return call


class PlaygroundToolsMiddleware(AgentMiddleware[Any, RunContext, Any]):
    """Innermost around a tool: checks the arguments, and puts a mock or a person in the tool's place."""

    def __init__(self, settings: Mapping[str, ToolSetting], *, demo: bool) -> None:
        super().__init__()
        self._settings = settings
        self._demo = demo
        self._allowance = Allowance()

    async def awrap_tool_call(self, request: ToolCallRequest, handler: ToolHandler) -> Answer:
        call = request.tool_call
        name, call_id = call["name"], call["id"] or ""
        # What the demo model made up need not fit in every way: only a mock or a person gets it.
        problem = None if self._demo else invalid_argument(request.tool, call["args"], self._allowance)
        if problem is not None:
            return ToolMessage(problem, tool_call_id=call_id, name=name, status="error")
        setting = self._settings.get(name)
        if setting is not None and setting.choice == "ask":
            run = cast(RunContext, request.runtime.context)
            answer = await run.ask(name, call["args"], call_id)
            return ToolMessage(_as_text(answer), tool_call_id=call_id, name=name)
        if setting is not None:
            await asyncio.sleep(setting.delay_ms / 1000)
            if setting.kind == "failure":
                raise MockFailedError(setting.content)
            return ToolMessage(setting.content, tool_call_id=call_id, name=name)
        if self._demo:
            return ToolMessage(invented_answer(request.tool, name), tool_call_id=call_id, name=name)
        return await handler(request)


def _as_text(answer: Any) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
