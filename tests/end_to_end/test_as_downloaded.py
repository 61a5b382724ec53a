"""What an owner does first with a downloaded project: run its example, write a `.env`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import httpx

from tests.fakes import FakeProvider, Usage, words
from tests.generated.fake_environment import fake_environment
from tests.generated.served import ServedProject


def test_client_example_streams_shows_costs_and_cancels_as_it_is(
    server: ServedProject, provider: FakeProvider, project: Path, python: Path
) -> None:
    provider.answer(words(4, usage=Usage(input=1000, output=4)), words(400, tokens_per_second=50))
    done = subprocess.run(
        [str(python), "client-example.py", "Hello"],
        cwd=project,
        env={**os.environ, "AGENT_URL": server.url, "AGENT_WEBSOCKET_URL": server.websocket_url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "w0 w1 w2 w3" in done.stdout
    assert "[done; 1004 tokens, $0.00" in done.stdout
    assert "[cancelled; " in done.stdout


def test_the_env_file_is_really_read(
    project: Path, python: Path, provider: FakeProvider, tmp_path: Path
) -> None:
    folder = shutil.copytree(project, tmp_path / "project", ignore=shutil.ignore_patterns("data"))
    variables = {**fake_environment(provider), "API_KEY": "from-the-file"}
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
    provider.forget()
    with ServedProject(folder, python, {}) as server:
        refused = httpx.post(f"{server.url}/chat", json={"message": "hello"})
        bearer = {"Authorization": "Bearer from-the-file"}
        answered = httpx.post(f"{server.url}/chat", json={"message": "hello"}, headers=bearer, timeout=30)
    assert (refused.status_code, answered.status_code) == (401, 200)
    assert "from-the-file" not in server.log
