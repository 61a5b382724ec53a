"""mypy --strict over many exports in one run.

Run one by one, each would load LangChain's types again. So the exports become packages of one tree, with
imports of siblings written as imports from the package; kit modules, the same in all, are there once.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

MYPY = str(Path(sys.executable).parent / "mypy")
CACHE = Path(__file__).parents[2] / ".cache" / "mypy-exports"
KIT = "kit_of_all"
FROM = re.compile(r"^(\s*)from (\w+)(\.\w+)* import ", re.MULTILINE)
IMPORT = re.compile(r"^(\s*)import (\w+)$", re.MULTILINE)


def type_errors(projects: Mapping[str, Path], folder: Path) -> str:
    """mypy's complaints, "" when there are none; paths begin with the number of the project."""
    texts = {name: python_files(project) for name, project in projects.items()}
    same_everywhere = shared_modules(list(texts.values()))
    write_package(folder / KIT, same_everywhere, {})
    for number, files in enumerate(texts.values()):
        own = {path: text for path, text in files.items() if path not in same_everywhere}
        write_package(folder / f"project_{number:03}", own, same_everywhere)
    return run_mypy(folder)


def run_mypy(folder: Path) -> str:
    done = subprocess.run(
        [MYPY, "--strict", "--explicit-package-bases", "--python-version=3.11", f"--cache-dir={CACHE}", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return "" if done.returncode == 0 else done.stdout


def python_files(project: Path) -> dict[str, str]:
    paths = project.rglob("*.py")
    return {path.relative_to(project).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def shared_modules(projects: list[dict[str, str]]) -> dict[str, str]:
    """Top-level modules that are the same text wherever they are, and import only such modules."""
    found: dict[str, set[str]] = {}
    for files in projects:
        for path, text in files.items():
            if "/" not in path:
                found.setdefault(path, set()).add(text)
    shared = {path: texts.pop() for path, texts in found.items() if len(texts) == 1}
    while unfit := [path for path, text in shared.items() if siblings(text, found) - shared.keys()]:
        for path in unfit:
            del shared[path]
    return shared


def siblings(text: str, modules: Mapping[str, object]) -> set[str]:
    names = {match[2] for pattern in (FROM, IMPORT) for match in pattern.finditer(text)}
    return {f"{name}.py" for name in names} & modules.keys()


def write_package(package: Path, own: Mapping[str, str], kit: Mapping[str, str]) -> None:
    package.mkdir(parents=True)

    def home(name: str) -> str | None:
        if f"{name}.py" in kit:
            return KIT
        return package.name if any(path.startswith((f"{name}.py", f"{name}/")) for path in own) else None

    def rewrite_from(match: re.Match[str]) -> str:
        place = home(match[2])
        return f"{match[1]}from {place}.{match[2]}{match[3] or ''} import " if place else match[0]

    def rewrite_import(match: re.Match[str]) -> str:
        place = home(match[2])
        return f"{match[1]}from {place} import {match[2]}" if place else match[0]

    for path, text in own.items():
        target = package / path.replace("-", "_")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(IMPORT.sub(rewrite_import, FROM.sub(rewrite_from, text)), encoding="utf-8")
