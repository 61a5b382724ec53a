"""Imports `server` of each project folder named on stdin, in a fork of a process that has LangChain loaded.

Prints one JSON object a line: `{"folder", "error"}`, error null when the import worked. A connection that an
import tries to open is an error: importing must need no network, no key and no running service.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
import traceback

LOADED_BEFORE = (
    "langchain.agents",
    "langchain.agents.middleware",
    "langchain_openai",
    "langchain_anthropic",
    "langchain_google_genai",
    "langchain_ollama",
    "langchain_mcp_adapters.client",
    "fastapi",
    "genai_prices",
    "redis.asyncio",
    "psycopg_pool",
    "sse_starlette",
    "uvicorn",
    "dotenv",
)


def refuse_connection(*_: object) -> None:
    raise AssertionError("a connection was opened while importing")


def import_in_child(folder: str) -> None:
    os.chdir(folder)
    sys.path.insert(0, folder)
    socket.socket.connect = refuse_connection  # type: ignore[method-assign]
    module = importlib.import_module("server")
    assert callable(module.app)


def import_in_fork(folder: str) -> str | None:
    """What went wrong, or None."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            import_in_child(folder)
        except BaseException:  # noqa: BLE001 - whatever it is, the parent reports it
            os.write(writing, traceback.format_exc()[-4000:].encode())
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return None if status == 0 else said or f"exit status {status}"


if __name__ == "__main__":
    for name in LOADED_BEFORE:
        importlib.import_module(name)
    for line in sys.stdin:
        folder = line.strip()
        sys.stdout.write(json.dumps({"folder": folder, "error": import_in_fork(folder)}) + "\n")
        sys.stdout.flush()
