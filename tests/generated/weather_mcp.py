"""A real MCP server for tests: `python weather_mcp.py stdio`, or `http PORT`."""

from __future__ import annotations

import sys

from mcp.server.fastmcp import FastMCP

server = FastMCP("weather", port=int(sys.argv[2]) if len(sys.argv) > 2 else 8000, log_level="ERROR")


@server.tool()
def weather(city: str) -> str:
    """The weather in a city."""
    return f"Sunny in {city}"


if __name__ == "__main__":
    server.run("stdio" if sys.argv[1] == "stdio" else "streamable-http")
