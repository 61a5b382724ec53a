"""Imports generated servers in forks of one process, and tells which did not import and why."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .served import clean_environment

SCRIPT = str(Path(__file__).with_name("import_each.py"))


def import_failures(folders: Iterable[Path]) -> dict[str, str]:
    """Folder → what went wrong; empty when every `server` imports without key, network or service."""
    wanted = [str(folder) for folder in folders]
    done = subprocess.run(
        [sys.executable, SCRIPT],
        input="".join(f"{folder}\n" for folder in wanted),
        env=clean_environment(Path(sys.executable), {"PYTHONDONTWRITEBYTECODE": "1"}),
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["folder"] for result in results] == wanted
    return {result["folder"]: result["error"] for result in results if result["error"] is not None}
