"""What `make` runs: which Node counts as new enough, and how locks are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.node import installed_node_is_new_enough
from tools.update_locks import constraints, read_entries

HASH = "    --hash=sha256:" + "0" * 64
LOCK = f"""\
httpx==0.28.1 \\
{HASH} \\
    --hash=sha256:{"1" * 64}
uvloop==0.22.1 ; sys_platform != 'win32' \\
{HASH}
"""


def install(folder: Path, program: str, says: str) -> None:
    path = folder / program
    path.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("version", "enough"), [("v18.20.4", False), ("v20.0.0", True), ("v24.1.0", True), ("nonsense", False)]
)
def test_an_installed_node_counts_from_version_20_on(version, enough, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    install(tmp_path, "node", version)
    install(tmp_path, "npm", "10.0.0")
    assert installed_node_is_new_enough() is enough


def test_a_node_without_npm_does_not_count(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    install(tmp_path, "node", "v22.0.0")
    assert not installed_node_is_new_enough()


def test_a_lock_is_read_with_its_markers_and_hashes():
    entries = read_entries(LOCK)
    assert entries == {
        "httpx==0.28.1": ("", ["0" * 64, "1" * 64]),
        "uvloop==0.22.1": ("sys_platform != 'win32'", ["0" * 64]),
    }
    assert constraints(entries) == "httpx==0.28.1\nuvloop==0.22.1 ; sys_platform != 'win32'\n"


def test_a_lock_that_is_not_understood_is_refused():
    with pytest.raises(AssertionError, match="not understood"):
        read_entries(LOCK + "left-out==1.0\n")
