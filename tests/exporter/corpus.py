"""The real manifests that lie beside the repository, for the tests that read them all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exporter.parse import parse_documents

MANIFESTS = Path(__file__).resolve().parents[3] / "shared" / "ossa" / "manifests"


def require_corpus() -> None:
    """Skips where the corpus is missing; on the build machine that is a failure."""
    if not MANIFESTS.is_dir():
        reason = f"the corpus is not at {MANIFESTS}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason, allow_module_level=True)


def agents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every readable Agent document, named by its file and number."""
    for file in sorted(MANIFESTS.glob("*")):
        for document in parse_documents(file.read_text(encoding="utf-8")):
            plain = document.plain
            if isinstance(plain, dict) and plain.get("kind") == "Agent":
                yield f"{file.name}#{document.index}", plain
