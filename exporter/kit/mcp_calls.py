"""Calls tools of MCP servers without checking their answers against the servers' own schemas.

The mcp package would: it could search for ever with a pattern of the server's, and nothing else would go on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from langchain_mcp_adapters.interceptors import MCPToolCallRequest, MCPToolCallResult, ToolCallInterceptor
from langchain_mcp_adapters.sessions import Connection, create_session
from mcp.types import CallToolRequest, CallToolRequestParams, CallToolResult, ClientRequest

Handler = Callable[[MCPToolCallRequest], Awaitable[MCPToolCallResult]]


def calling(connection: Connection) -> ToolCallInterceptor:
    """An interceptor that makes each call itself, in a session of its own."""

    async def call(request: MCPToolCallRequest, handler: Handler) -> MCPToolCallResult:
        asked = CallToolRequest(params=CallToolRequestParams(name=request.name, arguments=request.args))
        answer: CallToolResult | Exception
        async with create_session(connection) as session:
            await session.initialize()
            try:
                answer = await session.send_request(ClientRequest(asked), CallToolResult)
            except Exception as error:  # noqa: BLE001 (raised below: leaving the session might swallow it)
                answer = error
        if isinstance(answer, Exception):
            raise answer
        return answer

    return call
