"""The archive: one folder, safe paths, and the same bytes for the same files, everywhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest

from exporter.archive import UnsafePathError, archive_path, zip_files
from exporter.render import GeneratedFile, render_plan
from tests.exporter.plans import everything, planned

FILES = (GeneratedFile("b.py", "x = 1\n"), GeneratedFile("tests/a.py", "schön\n"))
MAKE = """
import hashlib
from exporter.archive import zip_files
from exporter.render import render_plan
from tests.exporter.plans import everything, planned
plan = planned(everything())
print(hashlib.sha256(zip_files(plan.folder, render_plan(plan))).hexdigest())
"""


def test_the_archive_is_one_folder_with_stored_files_without_dates():
    with ZipFile(BytesIO(zip_files("demo", reversed(FILES)))) as archive:
        assert archive.namelist() == ["demo/b.py", "demo/tests/a.py"]
        assert archive.read("demo/tests/a.py").decode() == "schön\n"
        for entry in archive.infolist():
            assert entry.compress_type == ZIP_STORED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.create_system == 3
            assert entry.external_attr >> 16 == 0o100644


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_every_process_makes_the_same_bytes(seed):
    plan = planned(everything())
    here = hashlib.sha256(zip_files(plan.folder, render_plan(plan))).hexdigest()
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", MAKE], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == here


@pytest.mark.parametrize(
    "path",
    ["../evil", "/etc/passwd", "a/../../b", "a\\b", "..", ".", "", "a\nb", "c:evil", "a b", "é", "a/./.."],
)
def test_a_path_that_could_leave_the_folder_is_refused(path):
    with pytest.raises(UnsafePathError):
        archive_path("demo", path)
    with pytest.raises(UnsafePathError):
        archive_path(path, "agent.py")


def test_two_files_of_one_path_are_refused():
    with pytest.raises(UnsafePathError):
        zip_files("demo", [*FILES, FILES[0]])
