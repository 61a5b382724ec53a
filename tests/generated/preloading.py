"""Runs Python commands in forks of a process that has the third-party packages of an environment loaded.

`python -m pytest` and `python -m uvicorn` of a project spend most of their time importing LangChain. Run by
that environment's Python as `preloading.py SOCKET`: each connection asks for one command and is told its
process id and, when it ends, its exit status. It ends when standard input closes, so it outlives no test.
Only standard library here: the environment has not our packages.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import runpy
import select
import signal
import socket
import sys
import traceback
from pathlib import Path

PACKAGES = (
    "langchain.agents.middleware",
    "langchain_openai",
    "langchain_anthropic",
    "langchain_google_genai",
    "langchain_ollama",
    "langchain_mcp_adapters.client",
    "fastapi",
    "starlette.testclient",
    "genai_prices",
    "redis.asyncio",
    "psycopg_pool",
    "sse_starlette.sse",
    "uvicorn.main",
    "pytest_asyncio",
    "_pytest.assertion.rewrite",
)


def preload() -> None:
    """What the environment has of `PACKAGES`."""
    for name in PACKAGES:
        if importlib.util.find_spec(name.partition(".")[0]) is not None:
            importlib.import_module(name)


def become(request: dict[str, object]) -> int:
    """What `python …` does with these arguments, in this process; the exit status."""
    output = os.open(str(request["output"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(str(request["folder"]))
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[call-overload]
    arguments = [str(argument) for argument in request["arguments"]]  # type: ignore[attr-defined]
    try:
        if arguments[0] == "-m":
            sys.path[0] = str(Path.cwd())
            sys.argv = arguments[1:]
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        else:
            sys.path[0] = str(Path(arguments[0]).resolve().parent)
            sys.argv = arguments
            runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - it is in the output, as Python itself would print it
        traceback.print_exc()
        return 1
    return 0


def keep(connection: socket.socket) -> None:
    """Forks the command that the connection asks for, and stays until it has ended."""
    with connection, connection.makefile("rw") as talk:
        request = json.loads(talk.readline())
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = become(request)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        talk.write(f"{child}\n")
        talk.flush()
        talk.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")


def main() -> None:
    preload()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers need nobody to wait for them
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(sys.argv[1])
        listener.listen()
        while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                listener.close()
                keep(connection)
                os._exit(0)
            connection.close()
    os._exit(0)  # at once: taking all these packages down in order takes seconds


if __name__ == "__main__":
    main()
