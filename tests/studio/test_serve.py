"""How the studio starts and stops."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.studio_server import PATIENCE, ROOT, free_port, start_studio, wait_until_listening


def test_a_taken_port_is_one_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start_studio(port)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode != 0
    assert f"Port {port} is taken." in said
    assert "Traceback" not in said


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_one_clear_sentence(port: str) -> None:
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ran.returncode != 0
    assert "expected a number from 1 to 65535" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_ctrl_c_stops_it_without_a_traceback(tmp_path: Path) -> None:
    port = free_port()
    process = start_studio(port, STUDIO_DATABASE=str(tmp_path / "studio.sqlite3"))
    wait_until_listening(process, port)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
