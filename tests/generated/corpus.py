"""The real manifests beside the repository: those documents that describe an agent with a prompt."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
MANIFESTS = SHARED / "ossa" / "manifests"


@dataclass(frozen=True)
class CorpusAgent:
    """One document of one file."""

    file: str
    document: int

    @property
    def id(self) -> str:
        return f"{self.file}:{self.document}"

    @property
    def text(self) -> str:
        return (MANIFESTS / self.file).read_text(encoding="utf-8")


def require_corpus() -> None:
    """Skip without the corpus; on CI, where it has to be, fail."""
    if not MANIFESTS.is_dir():
        reason = f"the real manifests are not at {MANIFESTS}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def corpus_agents() -> list[CorpusAgent]:
    require_corpus()
    with (SHARED / "ossa" / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        CorpusAgent(row["file"], int(row["document"]))
        for row in rows
        if row["kind"] == "Agent" and (row["has_role"] == "y" or row["has_prompts"] == "y")
    ]


STREAMING_EXAMPLE = CorpusAgent(
    "examples__export__langchain__production-agent-with-streaming__agent.ossa.yaml", 0
)


def largest_agent() -> CorpusAgent:
    return max(corpus_agents(), key=lambda agent: (MANIFESTS / agent.file).stat().st_size)
