"""Fills uv's cache with what generated projects install, so that `make test` needs no network."""

from __future__ import annotations

import tempfile
from pathlib import Path

from exporter.locks import lock_lines, lock_sets

from .environments import install


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        lock = Path(name) / "requirements.lock"
        lock.write_text(lock_lines(lock_sets()), encoding="utf-8")
        install(lock, Path(name) / "environment")


if __name__ == "__main__":
    main()
