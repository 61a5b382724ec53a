"""Who may import whom, who alone may do what, how large a file may be: house rules that a test can hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = [ROOT / name for name in ("exporter", "agents_runtime", "studio")]
KIT = ROOT / "exporter" / "kit"
MOST_LINES = 300
DRAWERS = re.compile(r"(^|_)(utils?|helpers?|common|misc|manager|service)(_|$)")
# What starts Django names its settings in the environment, which is Django's own way.
NAMES_ITS_SETTINGS = {"manage.py", "asgi.py"}


def modules(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Absolute names of what a module imports."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*start, *([node.module] if node.module else [])])


def test_imports_keep_to_the_layers() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        shown(path)
        for path in [*modules(*PACKAGES), ROOT / "manage.py"]
        if KIT not in path.parents
        and path.name not in NAMES_ITS_SETTINGS
        and re.search(r"\bos\.(environ|getenv)\b|from os import .*environ", path.read_text(encoding="utf-8"))
    ]
    assert readers == ["studio/settings.py"]


def test_the_exporter_imports_nothing_of_the_kit() -> None:
    importers = [
        shown(path)
        for path in modules(ROOT / "exporter")
        if KIT not in path.parents
        and any(name == "exporter.kit" or name.startswith("exporter.kit.") for name in imported(path))
    ]
    assert importers == []


def test_the_kit_imports_nothing_of_the_exporter() -> None:
    importers = [
        shown(path)
        for path in modules(KIT)
        if any(
            name.startswith(("exporter.", "studio")) and not f"{name}.".startswith("exporter.kit.")
            for name in imported(path)
        )
    ]
    assert importers == []


def test_only_render_has_a_jinja_environment() -> None:
    users = {shown(path) for path in modules(ROOT / "exporter") if "jinja2" in set(imported(path))}
    assert users == {"exporter/render.py"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_module_says_what_it_is_for(package: Path) -> None:
    silent = [
        shown(path)
        for path in modules(package)
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        and path.read_text(encoding="utf-8").strip()
    ]
    assert silent == []


def test_no_file_has_two_subjects() -> None:
    large = {
        shown(path): lines
        for path in modules(*PACKAGES)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert large == {}


def test_no_module_is_a_drawer() -> None:
    assert [shown(path) for path in modules(*PACKAGES) if DRAWERS.search(path.stem)] == []


def test_a_type_that_is_ignored_says_which() -> None:
    bare = re.compile(r"#\s*type:\s*ignore(?!\[)")
    found = [
        f"{shown(path)}:{number}"
        for path in modules(*PACKAGES, ROOT / "tests")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []
