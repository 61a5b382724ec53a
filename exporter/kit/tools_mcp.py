"""Tools of MCP servers, over stdio or streamable HTTP, through langchain-mcp-adapters.

Each call has a session of its own, which is closed with it: a server cannot remember one call in the next.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from shutil import which
from typing import Any, Literal, TypeVar

import httpx
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from langchain_mcp_adapters.sessions import Connection, StdioConnection, StreamableHttpConnection
from langchain_mcp_adapters.tools import load_mcp_tools as load_tools_of

from .credentials import HttpAuth, auth_headers, find_variable
from .environment import REFERENCE, fill_in
from .errors import AgentError, redact
from .mcp_calls import calling
from .outbound import AllowList, AnswerRefusedError, OnRefusal, guarded_client

T = TypeVar("T")
logger = logging.getLogger(__name__)

START_TIMEOUT = 30.0
CHECK_TIMEOUT = 3.0
NOT_INSTALLED = "its command is not installed."
MAX_CHARACTERS = 50_000
# Of one response, be it JSON or a stream of events: pictures fit in, and a process can hold a few of these.
MAX_BYTES = 10_000_000
# Whom the client of the call that is going on tells that it refused an answer.
_on_refusal: ContextVar[OnRefusal | None] = ContextVar("on_refusal", default=None)


class McpUnavailableError(AgentError):
    """An MCP server does not start or does not answer."""

    def __init__(self, server: str, reason: str) -> None:
        message = f'The tools of the MCP server "{server}" cannot be used: {reason}'
        super().__init__(message, error_type="mcp_unavailable", status=503)


class McpToolError(AgentError):
    """A tool of an MCP server failed; the run goes on."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="mcp_tool_failed", status=502)


@dataclass(frozen=True)
class McpServerSettings:
    """A server to be started (`command`, `args`, `env`), or one at `url`. `allowed`: only these of its tools.

    `${NAME}` in `env`, `url` and `headers` is filled in from the environment. Where all of `url` is a
    variable that is not set, the manifest only named the server: the agent then runs without its tools.

    A started server gets `env` and what any program needs (PATH, HOME …), but not this project's keys.
    """

    name: str
    transport: Literal["stdio", "http"]
    command: str = ""
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    auth: HttpAuth | None = None
    allowed: tuple[str, ...] | None = None


async def load_mcp_tools(
    servers: Sequence[McpServerSettings],
    taken: Collection[str] = (),
    *,
    environment: Mapping[str, str] | None = None,
    allow: AllowList | None = None,
) -> list[BaseTool]:
    """The tools of all servers; one whose name is `taken` gets its server's name in front.

    Variables are those of `environment`, else of this process; hosts those of `allow`, else OUTBOUND_ALLOW's.
    """
    servers = [server for server in servers if _has_an_address(server, environment)]
    found = await asyncio.gather(*(_load(server, environment, allow) for server in servers))
    names, tools = set(taken), []
    for server, server_tools in zip(servers, found, strict=True):
        for tool in server_tools:
            tool.name = _free_name(tool.name, server.name, names)
            names.add(tool.name)
            tools.append(tool)
    return tools


def _has_an_address(server: McpServerSettings, environment: Mapping[str, str] | None) -> bool:
    reference = REFERENCE.fullmatch(server.url)
    if reference is None or reference[2] is not None or find_variable(reference[1], environment):
        return True
    logger.warning('No tools of the MCP server "%s": set %s to its address', server.name, reference[1])
    return False


async def check_mcp_servers(servers: Sequence[McpServerSettings]) -> None:
    """Raises McpUnavailableError unless every server answers; one to be started only needs its command.

    This is for /health, which is asked every few seconds: nothing is started for it.
    """
    for server in servers:
        if server.transport == "stdio" and which(server.command) is None:
            raise McpUnavailableError(server.name, NOT_INSTALLED)
    remote = [server for server in servers if server.transport == "http"]
    await asyncio.gather(*(_load(server, timeout=CHECK_TIMEOUT) for server in remote))


async def _load(
    server: McpServerSettings,
    environment: Mapping[str, str] | None = None,
    allow: AllowList | None = None,
    timeout: float = START_TIMEOUT,  # noqa: ASYNC109
) -> list[BaseTool]:
    connection = _connection(server, environment, allow)
    try:
        async with asyncio.timeout(timeout):
            tools = await _unless_refused(
                load_tools_of(
                    None,
                    connection=connection,
                    tool_interceptors=[calling(connection)],
                    handle_tool_errors=False,
                )
            )
    except Exception as error:
        raise McpUnavailableError(server.name, _reason(error)) from error
    wanted = [tool for tool in tools if server.allowed is None or tool.name in server.allowed]
    return [_told_plainly(tool) for tool in wanted if isinstance(tool, StructuredTool)]


def _connection(
    server: McpServerSettings, environment: Mapping[str, str] | None, allow: AllowList | None
) -> Connection:
    if server.transport == "stdio":
        return StdioConnection(
            transport="stdio",
            command=server.command,
            args=list(server.args),
            env=_filled(server.env, environment),
        )
    purpose = f'the credential for the MCP server "{server.name}"'
    return StreamableHttpConnection(
        transport="streamable_http",
        url=fill_in(server.url, environment),
        headers={
            **_filled(server.headers, environment),
            **auth_headers(server.auth, purpose, environment),
        },
        timeout=START_TIMEOUT,
        httpx_client_factory=_guarded(allow),
    )


def _filled(texts: Mapping[str, str], environment: Mapping[str, str] | None) -> dict[str, str]:
    return {name: fill_in(text, environment) for name, text in texts.items()}


def _guarded(allow: AllowList | None) -> Callable[..., httpx.AsyncClient]:
    def create_client(
        headers: dict[str, str] | None = None,
        timeout: httpx.Timeout | None = None,
        auth: httpx.Auth | None = None,
    ) -> httpx.AsyncClient:
        return guarded_client(
            allow=allow,
            headers=headers,
            timeout=timeout,
            auth=auth,
            max_bytes=MAX_BYTES,
            on_refusal=_on_refusal.get(),
        )

    return create_client


def _told_plainly(tool: StructuredTool) -> StructuredTool:
    """The tool with text as its answer where it is text, and one clear error whatever goes wrong."""
    call: Callable[..., Awaitable[tuple[Any, Any]]] | None = tool.coroutine
    assert call is not None

    @wraps(call)
    async def told(*args: Any, **kwargs: Any) -> tuple[Any, Any]:
        try:
            content, artifact = await _unless_refused(call(*args, **kwargs))
        except AnswerRefusedError as error:
            raise McpToolError(f"The MCP server's answer was not read. {error}") from error
        except ToolException as error:
            raise McpToolError(redact(str(error))[:MAX_CHARACTERS]) from error
        except Exception as error:
            raise McpToolError(f"The MCP server did not answer: {_reason(error)}") from error
        return _text_where_possible(content), artifact

    tool.coroutine = told
    return tool


async def _unless_refused(work: Awaitable[T]) -> T:
    """What it returns, or the refusal of an answer, which ends it.

    The mcp package reads answers in tasks that log an error, or ask for the rest, and leave the call waiting.
    """
    refusals: list[AnswerRefusedError] = []

    async def end_all(error: AnswerRefusedError) -> None:
        if not refusals:
            scope.reschedule(0)
        refusals.append(error)
        await asyncio.get_running_loop().create_future()  # until it is cancelled with the rest

    token = _on_refusal.set(end_all)
    try:
        async with asyncio.timeout(None) as scope:
            return await _still_cancelled(work)
    except Exception:
        if refusals:
            raise refusals[0] from None
        raise
    finally:
        _on_refusal.reset(token)


async def _still_cancelled(work: Awaitable[T]) -> T:
    """What it returns. A transport that is cancelled while it starts may raise its own error instead."""
    try:
        return await work
    except Exception as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError from error
        raise


def _text_where_possible(content: Any) -> Any:
    if not isinstance(content, list) or any(block.get("type") != "text" for block in content):
        return content
    text = "\n".join(block["text"] for block in content)
    return text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]}… ({len(text)} characters)"


def _free_name(name: str, server: str, taken: Collection[str]) -> str:
    """A name that model providers accept and no other tool has."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", name)[:64]
    if plain not in taken:
        return plain
    longer = re.sub(r"[^A-Za-z0-9_-]", "_", f"{server}_{name}")[:64]
    if longer in taken:
        raise McpUnavailableError(server, f'two tools are called "{longer}"')
    return longer


def _reason(error: BaseException) -> str:
    """Why, without an address or a credential. Transports wrap their errors in groups of groups."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, httpx.HTTPStatusError):
        return f"it answered {error.response.status_code} {error.response.reason_phrase}."
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return "it does not answer."
    if isinstance(error, FileNotFoundError):
        return NOT_INSTALLED
    return redact(str(error)) or type(error).__name__
