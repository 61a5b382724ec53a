"""A web process that only relays stays light: LangChain takes seconds and 90 MB."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.studio_server import ROOT

HEAVY = ("langchain", "langgraph", "openai", "anthropic", "google.genai", "mcp")
PROGRAM = """
import asyncio, sys
from studio.asgi import application
from agents_runtime.process import stop_process, this_process

async def serve():
    this_process()
    await asyncio.sleep(0.5)
    print(",".join(sorted(sys.modules)))
    await stop_process()

asyncio.run(serve())
"""


@pytest.mark.parametrize(("dispatch", "is_heavy"), [("queue", False), ("local", True)])
def test_a_web_process_loads_langchain_only_where_it_runs_agents(
    dispatch: str, is_heavy: bool, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "studio.settings",
        "STUDIO_DISPATCH": dispatch,
        # Named, and not needed by what is tried here.
        "STUDIO_DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing" if dispatch == "queue" else "",
        "STUDIO_REDIS_URL": "redis://127.0.0.1:9/0" if dispatch == "queue" else "",
        "STUDIO_DATABASE": str(tmp_path / "studio.sqlite3"),
    }
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    loaded = set(ran.stdout.strip().split(","))
    assert "agents_runtime.process" in loaded, ran.stderr
    heavy = {name for name in loaded if name.split(".")[0] in HEAVY or name == "google.genai"}
    assert bool(heavy) is is_heavy, sorted(heavy)[:5]
