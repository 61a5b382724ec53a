"""The whole path: what a check reports, and what an export gives."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from exporter.errors import ExporterError
from exporter.options import ExportOptions
from exporter.pipeline import check_text, export_project

DEMO = Path(__file__).with_name("demo.ossa.yaml").read_text(encoding="utf-8")
TASK = """apiVersion: ossa/v0.4
kind: Task
metadata: {name: nightly}
spec: {execution: {type: deterministic}}
"""


def test_a_report_has_the_keys_that_tools_rely_on() -> None:
    report = check_text(DEMO).as_dict("demo.ossa.yaml")
    assert list(report) == [
        *("file", "version", "kind", "conforms", "exportable", "diagnostics"),
        "documents",
    ]
    assert (report["file"], report["version"], report["kind"]) == ("demo.ossa.yaml", "ossa/v0.4.1", "Agent")
    assert report["conforms"] is True
    assert report["exportable"] is True


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "a: [", "\x00", "- 1", "5"])
def test_a_text_that_is_no_manifest_is_reported_and_not_exported(text: str) -> None:
    report = check_text(text).as_dict()
    assert report["exportable"] is False
    assert report["diagnostics"]
    result = export_project(text)
    assert (result.archive, result.files, result.coverage) == (None, (), None)


def test_each_of_several_documents_has_a_verdict() -> None:
    report = check_text(f"{DEMO}---\n{TASK}").as_dict()
    assert [(verdict["kind"], verdict["exportable"]) for verdict in report["documents"]] == [
        ("Agent", True),
        ("Task", False),
    ]
    assert report["exportable"] is False
    assert check_text(f"{DEMO}---\n{TASK}", document=0).as_dict()["exportable"] is True


def test_the_document_that_is_asked_for_is_exported_alone() -> None:
    result = export_project(f"{TASK}---\n{DEMO}", document=1)
    text = {file.path: file.text for file in result.files}["agent.ossa.yaml"]
    assert "demo-agent" in text
    assert "nightly" not in text


@pytest.mark.parametrize("document", [-1, 1, 99])
def test_a_document_that_is_not_there_is_a_clear_error(document: int) -> None:
    with pytest.raises(ExporterError, match=f"no document {document}: there is 1 document"):
        check_text(DEMO, document)


def test_a_task_is_checked_and_refused_with_one_error() -> None:
    report = check_text(TASK)
    errors = [diagnostic for diagnostic in report.diagnostics if diagnostic.severity == "error"]
    assert len(errors) == 1
    assert report.conforms


def test_the_archive_holds_the_files_in_one_folder() -> None:
    result = export_project(DEMO)
    assert result.archive is not None
    with ZipFile(BytesIO(result.archive)) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    assert held == {f"{result.folder}/{file.path}": file.text for file in result.files}
    assert {"agent.py", "server.py", "requirements.txt", "agent.ossa.yaml"} <= {f.path for f in result.files}


def test_the_same_text_and_options_give_the_same_bytes() -> None:
    first, second = export_project(DEMO), export_project(DEMO)
    assert first.archive == second.archive
    assert export_project(DEMO, ExportOptions(docker=False)).archive != first.archive


def test_what_an_option_switches_off_is_not_in_the_archive() -> None:
    options = ExportOptions(docker=False, tests=False, client_example=False)
    paths = {file.path for file in export_project(DEMO, options).files}
    assert not {"Dockerfile", "docker-compose.yaml", ".dockerignore", "client-example.py"} & paths
    assert not any(path.startswith("tests/") for path in paths)
