"""What a variant needs beside the model provider: a database, a web API, an MCP server."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.services import postgres_url, redis_url

from .api_server import ApiServer
from .served import clean_environment, free_port

MCP_SERVER = Path(__file__).with_name("weather_mcp.py")


@contextmanager
def service_environment(service: str | None, folder: Path, python: Path) -> Iterator[dict[str, str]]:
    """The variables that lead a project to a running service."""
    if service == "redis":
        yield {"REDIS_URL": redis_url()}
    elif service == "postgres":
        with postgres_url() as url:
            yield {"POSTGRES_URL": url}
    elif service == "api":
        with ApiServer() as api:
            yield {
                "WEATHER_API": api.url,
                "WEATHER_TOKEN": "token-of-the-test",
                "OUTBOUND_ALLOW": "127.0.0.1",
            }
    elif service == "mcp-file":
        shutil.copyfile(MCP_SERVER, folder / MCP_SERVER.name)
        yield {}
    elif service == "mcp-http":
        with mcp_over_http(python) as url:
            yield {"WEATHER_MCP": url, "OUTBOUND_ALLOW": "127.0.0.1"}
    elif service == "mcp-largest":
        with mcp_over_http(python) as url:
            yield {
                "REDIS_URL": redis_url(),
                "WEATHER_MCP": url,
                "FILESYSTEM_MCP_SERVER_MCP_URL": f"{url}/mcp",
                "GITLAB_TOKEN": "token-of-the-test",
                "OUTBOUND_ALLOW": "127.0.0.1",
            }
    else:
        yield {}


@contextmanager
def mcp_over_http(python: Path) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [str(python), str(MCP_SERVER), "http", str(port)], env=clean_environment(python, {})
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None, "the MCP server ended"
            assert time.monotonic() < deadline, "the MCP server does not answer"
            try:
                httpx.get(f"http://127.0.0.1:{port}/mcp", timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
