"""The clients that users were shown, run as they are: only the address in them changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.fakes import Usage, words
from tests.generated.corpus import SHARED

from .drive import Drive

CLIENTS = SHARED / "clients"
SSE_ADDRESS = "http://localhost:8000/chat/stream"
WEBSOCKET_ADDRESS = "ws://localhost:8000/chat/ws"
# What a page has around the script; it ends with the run, where a page would stay.
PAGE = """
const button = {};
globalThis.document = {getElementById: (id) => (id === 'cancel' ? button : null)};
%s
const closeAt = (event) => { if (['done', 'cancelled'].includes(JSON.parse(event.data).type)) ws.close(); };
ws.addEventListener('message', (event) => console.log('event ' + JSON.parse(event.data).type));
ws.addEventListener('message', closeAt);
%s
"""


def require_clients() -> None:
    if not CLIENTS.is_dir():
        reason = f"the clients are not at {CLIENTS}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def run_python_client(address: str) -> str:
    """What sse_client.py prints."""
    script = (CLIENTS / "sse_client.py").read_text(encoding="utf-8")
    assert SSE_ADDRESS in script
    return run([sys.executable], script.replace(SSE_ADDRESS, address))


def run_browser_client(address: str, then: str = "") -> str:
    """What ws_client.js logs, on a page that does `then`."""
    script = (CLIENTS / "ws_client.js").read_text(encoding="utf-8")
    assert WEBSOCKET_ADDRESS in script
    return run(node(), PAGE % (script.replace(WEBSOCKET_ADDRESS, address), then))


def node() -> list[str]:
    """Node with a browser's WebSocket, which before version 22 has to be asked for."""
    found = shutil.which("node")
    if found is None:
        pytest.fail("node is not on the path; run the tests with `make test`")
    return [found, "--experimental-websocket"]


def run(command: list[str], script: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "client"
        path.write_text(script, encoding="utf-8")
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def serves_the_clients(drive: Drive) -> None:
    """They have no key to send, and cannot print a price that nobody knows."""
    if drive.headers or drive.variant.priced is not True:
        return
    drive.provider.when("Hello!", words(5, usage=Usage(input=1000, output=5)))
    if drive.variant.sse_path is not None:
        check_printed(drive, run_python_client(drive.sse_url), "[Cost: $")
    if drive.variant.websocket_path is not None:
        check_printed(drive, run_browser_client(drive.websocket_url), "[$")


def check_printed(drive: Drive, printed: str, cost: str) -> None:
    assert printed.count(cost) == 5, printed
    total = printed.rpartition("Total: $")[2].split()[0]
    assert float(total) > 0, printed
