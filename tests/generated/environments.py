"""Virtual environments for generated projects, made offline from their own locks; equal locks share one."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

UV = str(Path(sys.executable).parent / "uv")


def run_uv(*arguments: str) -> None:
    done = subprocess.run([UV, *arguments], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"uv {' '.join(arguments)}:\n{done.stderr}"


def install(lock: Path, environment: Path, *options: str) -> Path:
    """A fresh environment with exactly what the lock names; returns its Python."""
    run_uv("venv", "--quiet", "--python", sys.executable, str(environment))
    python = environment / "bin" / "python"
    run_uv(
        "pip", "install", "--quiet", *options, "--require-hashes", "--python", str(python), "-r", str(lock)
    )
    return python


def environment_for(lock: Path, folder: Path) -> Path:
    """The Python of an environment with this lock; made once per test session, whoever asks first.

    Two workers may ask at once: each builds its own folder and the first rename wins.
    """
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    environment = folder / f"environment-{digest}"
    if not environment.exists():
        building = folder / f"building-{digest}-{os.getpid()}"
        install(lock, building, "--offline")
        try:
            building.rename(environment)
        except OSError:
            assert environment.exists()
    return environment / "bin" / "python"


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of a test session."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
