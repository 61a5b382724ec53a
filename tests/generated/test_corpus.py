"""Every real agent with a prompt: exported, parsed, linted, typed, imported."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from .corpus import corpus_agents, largest_agent
from .importing import import_failures
from .projects import export_to
from .typing_batch import run_mypy, type_errors

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Corpus id → the folder of its exported project."""
    folder = tmp_path_factory.mktemp("corpus")
    exported = {}
    for number, agent in enumerate(corpus_agents()):
        exported[agent.id] = export_to(agent.text, folder / f"{number:03}", agent.document)
    return exported


def files_in(projects: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    for name, folder in projects.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield f"{name} {path.relative_to(folder)}", path


def parse(path: Path, text: str) -> None:
    if path.suffix == ".py":
        ast.parse(text)
    elif path.suffix in {".yaml", ".yml"} and path.name != "agent.ossa.yaml":
        yaml.load(text, Loader=yaml.CSafeLoader)
    elif path.suffix == ".toml":
        tomllib.loads(text)
    elif path.suffix == ".json":
        json.loads(text)


def test_every_file_of_every_real_agent_parses(projects):
    broken, seen = [], set()
    for name, path in files_in(projects):
        text = path.read_text(encoding="utf-8")
        if (path.suffix, text) in seen:
            continue
        seen.add((path.suffix, text))
        try:
            parse(path, text)
        except (SyntaxError, ValueError, yaml.YAMLError) as error:
            broken.append(f"{name}: {error}")
    assert not broken, "\n".join(broken)


def test_ruff_finds_nothing_in_any_export(projects):
    folders = [str(folder) for folder in projects.values()]
    for command in (["check", "--no-cache", "--quiet"], ["format", "--check", "--no-cache", "--quiet"]):
        done = subprocess.run([BIN / "ruff", *command, *folders], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[:8000] + done.stderr[:2000]


def test_mypy_strict_finds_nothing_in_any_export(projects, tmp_path):
    errors = type_errors(projects, tmp_path / "packages")
    assert not errors, errors[:20000]


def test_mypy_strict_finds_nothing_in_an_export_as_it_is(tmp_path):
    largest = largest_agent()
    errors = run_mypy(export_to(largest.text, tmp_path, largest.document))
    assert not errors, errors[:20000]


def test_every_server_imports_without_key_or_network(projects):
    failed = import_failures(projects.values())
    assert not failed, "\n".join(f"{name}: {error}" for name, error in failed.items())[:20000]
