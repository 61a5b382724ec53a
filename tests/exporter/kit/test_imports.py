"""What a process that only serves pages imports of the kit loads no chat model and no other web framework."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("langchain", "langgraph", "fastapi", "starlette")
LIGHT = (
    "bodies",
    "budget",
    "credentials",
    "environment",
    "errors",
    "events",
    "outbound",
    "pricing",
    "run_log",
    "sites",
    "socket_messages",
    "tools_http",
    "usage",
)


@pytest.mark.parametrize("module", LIGHT)
def test_what_a_web_process_needs_loads_neither_langchain_nor_fastapi(module: str) -> None:
    program = f"import sys, exporter.kit.{module}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert f"exporter.kit.{module}" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []
