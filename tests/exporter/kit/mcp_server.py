"""A real MCP server for tests: `python mcp_server.py` speaks stdio, with a port streamable HTTP."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from mcp.server.fastmcp import FastMCP
from mcp.types import ImageContent
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 0
server = FastMCP("test", host="127.0.0.1", port=PORT or 8000)


@server.tool(name="notes.add", description="Adds two numbers")
def add(a: int, b: int = 2) -> int:
    return a + b


@server.tool(description="The names of this process's environment variables")
def environment() -> str:
    return "\n".join(sorted(os.environ))


@server.tool(description="Fails")
def broken(secret: str) -> str:
    raise ValueError(f"it broke with Bearer {secret}")


@server.tool(description="Ends the process")
def die() -> str:
    os._exit(3)


@server.tool(description="A long text")
def talk(characters: int) -> str:
    return "x" * characters


@server.tool(description="A picture")
def picture() -> ImageContent:
    return ImageContent(type="image", data="aGk=", mimeType="image/png")


@server.tool(description="Waits")
def wait(seconds: float) -> str:
    time.sleep(seconds)
    return "waited"


class NeedsToken:
    """Lets nobody in without the token."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and Request(scope).headers.get("authorization") != "Bearer mcp-token-1":
            await PlainTextResponse("no", 401)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


if __name__ == "__main__":
    if "PID_FILE" in os.environ:
        with Path(os.environ["PID_FILE"]).open("a") as pids:
            pids.write(f"{os.getpid()}\n")
    if not PORT:
        server.run()
    else:
        import uvicorn

        app = server.streamable_http_app()

        async def moved(request: Request) -> Response:
            return Response(status_code=307, headers={"Location": "/mcp"})

        app.add_route("/moved", moved, ["GET", "POST", "DELETE"])
        uvicorn.run(NeedsToken(app), host="127.0.0.1", port=PORT, log_level="warning")
