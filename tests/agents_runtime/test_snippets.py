"""What the page copies works when pasted: in a shell, in Python and in JavaScript, against a real studio."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.studio_server import PATIENCE, ROOT, running_studio

DEMO = (ROOT / "studio" / "demo.ossa.yaml").read_text(encoding="utf-8")
NODE = [sys.executable, "tools/node.py", "node"]
# What quotes and shells like to take for their own.
MESSAGE = 'It\'s me: "$HOME" `id` \\n !! 50% é 🙂\nsecond line'
RUN = {
    "curl": lambda code: ["sh", "-c", code],
    "python": lambda code: [sys.executable, "-c", code],
    "javascript": lambda code: [*NODE, "--eval", code],
}


@pytest.fixture(scope="module")
def studio() -> Iterator[str]:
    with running_studio() as url:
        yield url


@pytest.mark.parametrize("language", RUN)
def test_a_copied_message_is_answered_where_it_is_pasted(studio: str, language: str) -> None:
    agent = httpx.post(f"{studio}/api/agents", json={"text": DEMO}, timeout=PATIENCE).json()["name"]
    code = snippet(studio, agent, language)
    ran = subprocess.run(
        RUN[language](code), cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout
    assert "demo model" in answer_of(said) if language == "curl" else "demo model" in said
    assert "total_cost" in said
    session = httpx.get(f"{studio}/agents/{agent}/sessions/pasted", timeout=PATIENCE).json()
    assert [message["text"] for message in session["messages"] if message["role"] == "user"] == [MESSAGE]


def snippet(studio: str, agent: str, language: str) -> str:
    """As the page's own module writes it."""
    what = {"origin": studio, "base": f"/agents/{agent}", "message": MESSAGE, "session": "pasted"}
    script = 'import { snippets } from "./static/src/playground/snippets.js";'
    script += f"process.stdout.write(snippets({json.dumps(what)})[{json.dumps(language)}]);"
    command = [*NODE, "--input-type=module", "--eval", script]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def answer_of(stream: str) -> str:
    events = [json.loads(line[6:]) for line in stream.splitlines() if line.startswith("data: ")]
    return "".join(event["token"] for event in events if event["type"] == "token")
