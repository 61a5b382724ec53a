"""LangChain is loaded once, and nobody uses it half loaded."""

from __future__ import annotations

import asyncio
import importlib
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from agents_runtime.loading import load_module
from tests.agents_runtime.playgrounds import embedded
from tests.fakes import FakeProvider, Reply
from tests.generated.viewers import receive_until, send, text_of, websocket
from tests.studio_server import ROOT

MANIFEST = """\
apiVersion: ossa/v0.4.6
kind: Agent
metadata: {name: early-agent, version: 1.0.0, description: Is asked before its server is warm}
spec:
  role: You answer.
  llm: {provider: openai, model: gpt-4o, timeout: 60}
"""
PROGRAM = """
import asyncio, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "studio.settings"
import django
django.setup()
from agents_runtime.loading import load_engine

async def come_second():
    first = asyncio.create_task(load_engine())
    while "agents_runtime.outcome" not in sys.modules:
        await asyncio.sleep(0.001)
    await load_engine()
    print(hasattr(sys.modules["agents_runtime.outcome"], "judge"), "langchain_openai" in sys.modules)
    await first

asyncio.run(come_second())
"""

# Makes LangChain take long to load, as a slow disk would, and says when that is over.
SLOW_DISK = """
import pathlib, time
from importlib.machinery import SourceFileLoader

whole = SourceFileLoader.exec_module

def exec_module(self, module):
    if module.__name__ == "langchain_openai":
        time.sleep(10)
        pathlib.Path(__file__).with_name("over").touch()
    whole(self, module)

SourceFileLoader.exec_module = exec_module
"""


def test_whoever_comes_while_it_is_loaded_waits_for_all_of_it() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.stdout.split() == ["True", "True"], ran.stderr


async def test_who_stops_waiting_for_a_package_takes_it_from_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loads_slowly.py").write_text("import time\ntime.sleep(0.5)\n")
    (tmp_path / "loads_next.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    slow = asyncio.create_task(load_module("loads_slowly"))
    await asyncio.sleep(0)
    stopped = asyncio.create_task(load_module("loads_next"))
    await asyncio.sleep(0.05)
    assert not slow.done()
    stopped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopped
    assert (await load_module("loads_next")).__name__ == "loads_next"
    await slow


async def test_what_could_not_be_loaded_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError):
        await load_module("loads_later")
    (tmp_path / "loads_later.py").touch()
    importlib.invalidate_caches()
    assert (await load_module("loads_later")).__name__ == "loads_later"


async def test_messages_to_a_server_that_has_just_started_are_answered(
    provider: FakeProvider, tmp_path: Path
) -> None:
    provider.always(Reply(text="Good morning."))
    with embedded(provider, tmp_path) as playground:
        path = playground.create_agent(MANIFEST)
        async with httpx.AsyncClient(base_url=playground.url + path, timeout=120) as client:
            sent = [client.post("/chat", json={"message": f"early {number}"}) for number in range(6)]
            answers = await asyncio.gather(*sent)
    assert [answer.status_code for answer in answers] == [200] * 6, [answer.text for answer in answers]
    provider.forget()


def test_a_run_is_stopped_while_langchain_is_still_loaded(provider: FakeProvider, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(SLOW_DISK)
    provider.always(Reply(text="Good morning."))
    with embedded(provider, tmp_path, PYTHONPATH=str(tmp_path)) as playground:
        url = playground.url + playground.create_agent(MANIFEST)
        with websocket(f"{url.replace('http', 'ws', 1)}/chat/ws?session_id=early") as socket:
            receive_until(socket, "connected")
            send(socket, type="message", message="Are you there?")
            send(socket, type="cancel")
            last = receive_until(socket, "cancelled")[-1]
            assert not (tmp_path / "over").exists(), "LangChain was loaded before the run was stopped"
            assert last["cost_summary"]["total_cost"] == 0
            send(socket, type="message", message="And now?")
            assert text_of(receive_until(socket, "done")) == "Good morning."
    provider.forget()
