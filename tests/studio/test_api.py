"""The HTTP API against a running studio."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from exporter.check import CATALOGUE
from exporter.options import OPTIONS, ExportOptions
from exporter.pipeline import check_text, export_project

ROOT = Path(__file__).resolve().parents[2]
DEMO = (ROOT / "studio" / "demo.ossa.yaml").read_text(encoding="utf-8")
NO_PROMPT = DEMO.replace("  role: |", "  roel: |")
TASK = (
    "apiVersion: ossa/v0.4\nkind: Task\nmetadata: {name: tidy-up}\nspec: {execution: {type: deterministic}}\n"
)


def test_check_gives_the_same_verdict_as_the_library(client: httpx.Client) -> None:
    answer = client.post("/api/manifests/check", json={"text": NO_PROMPT}).json()
    expected = check_text(NO_PROMPT, 0).as_dict()
    assert answer["diagnostics"] == expected["diagnostics"]
    assert answer["conforms"] == expected["conforms"]
    assert answer["exportable"] is expected["exportable"]


def test_check_of_the_demo_tells_what_becomes_of_every_path(client: httpx.Client) -> None:
    answer = client.post("/api/manifests/check", json={"text": DEMO}).json()
    coverage = export_project(DEMO).coverage
    assert coverage is not None
    assert answer["coverage"] == coverage.as_dict()
    assert answer["diagnostics"] == []
    assert all("text" not in file for file in answer["files"])


def test_export_gives_the_bytes_of_the_library(client: httpx.Client) -> None:
    answer = client.post("/api/manifests/export", json={"text": DEMO, "options": {"docker": False}})
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="support-agent.zip"'
    assert answer.content == export_project(DEMO, ExportOptions(docker=False)).archive
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"


def test_the_files_say_which_are_the_kit_and_begin_with_what_one_edits(client: httpx.Client) -> None:
    files = client.post("/api/manifests/check", json={"text": DEMO}).json()["files"]
    assert [file["path"] for file in files[:3]] == ["README.md", "agent.py", "tools.py"]
    kit = {file["path"] for file in files if file["kit"]}
    assert {"engine.py", "events.py", "callbacks.py"} <= kit
    assert not kit & {"agent.py", "tools.py", "memory.py", "server.py", "tests/test_agent.py"}


def test_preview_shows_the_files_of_the_very_zip(client: httpx.Client) -> None:
    body = {"text": DEMO, "options": {"tests": False}}
    preview = client.post("/api/manifests/preview", json=body).json()
    zipped = client.post("/api/manifests/export", json=body).content
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        contents = {name.partition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
    assert {file["path"]: file["text"] for file in preview["files"]} == contents
    assert preview["archive"]["size"] == len(zipped)
    assert preview["archive"]["digest"] == hashlib.sha256(zipped).hexdigest()


def test_preview_leaves_out_texts_that_the_caller_has(client: httpx.Client) -> None:
    first = client.post("/api/manifests/preview", json={"text": DEMO}).json()["files"]
    known = [file["digest"] for file in first]
    again = client.post("/api/manifests/preview", json={"text": DEMO, "known": known}).json()["files"]
    assert [file["digest"] for file in again] == known
    assert not any("text" in file for file in again)


def test_a_manifest_with_errors_is_not_exported_and_says_why(client: httpx.Client) -> None:
    answer = client.post("/api/manifests/export", json={"text": "kind: Agent\nspec: [\n"})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "not_exportable"
    assert any(diagnostic["severity"] == "error" for diagnostic in error["diagnostics"])


def test_of_several_documents_each_has_a_verdict_and_one_is_chosen(client: httpx.Client) -> None:
    text = f"{TASK}---\n{DEMO}"
    refused = client.post("/api/manifests/check", json={"text": text}).json()
    chosen = client.post("/api/manifests/check", json={"text": text, "document": 1}).json()
    assert [document["name"] for document in refused["documents"]] == ["tidy-up", "support-agent"]
    assert [document["exportable"] for document in refused["documents"]] == [False, True]
    assert (refused["archive"], chosen["document"]) == (None, 1)
    assert chosen["archive"]["name"] == "support-agent.zip"


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"{", 400, "parse"),
        (b"[]", 422, "text"),
        (b"{}", 422, "text"),
        (b'{"text": 1}', 422, "text"),
        (json.dumps({"text": DEMO, "options": {"memry": "redis"}}).encode(), 422, "memory"),
        (json.dumps({"text": DEMO, "options": {"port": 99999}}).encode(), 422, "port"),
        (json.dumps({"text": DEMO, "document": 4}).encode(), 422, "document"),
        (json.dumps({"text": DEMO, "document": -1}).encode(), 422, "document"),
    ],
)
def test_a_request_that_makes_no_sense_is_told_so(
    client: httpx.Client, body: bytes, status: int, words: str
) -> None:
    answer = client.post("/api/manifests/export", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"].lower()


def test_a_body_over_the_limit_is_refused_before_it_is_read(client: httpx.Client) -> None:
    answer = client.post("/api/manifests/check", json={"text": "x" * 3_000_000})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


def test_a_text_of_a_little_over_a_mebibyte_gets_a_diagnostic(client: httpx.Client) -> None:
    answer = client.post("/api/manifests/check", json={"text": "# " + "x" * 1024 * 1024})
    assert answer.status_code == 200
    assert answer.json()["exportable"] is False
    assert len(answer.json()["diagnostics"]) == 1


def hostile(name: str) -> str:
    return DEMO.replace("name: support-agent", f"name: {json.dumps(name)}")


@pytest.mark.parametrize(
    "name", ['x"; filename="evil.exe', "../../etc/passwd", "a\r\nSet-Cookie: a=b", "è/日本", "\u202egpj"]
)
def test_the_file_name_of_the_zip_is_safe_whatever_the_agent_is_called(
    client: httpx.Client, name: str
) -> None:
    answer = client.post("/api/manifests/export", json={"text": hostile(name)})
    if answer.status_code == 422:
        assert answer.json()["error"]["code"] == "not_exportable"
        return
    disposition = answer.headers["content-disposition"]
    file_name = disposition.removeprefix('attachment; filename="').removesuffix('"')
    assert file_name.isascii()
    assert not set(file_name) & set('/\\"\r\n;')
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("call", "status", "code"),
    [
        (lambda client: client.get("/api/nothing"), 404, "not_found"),
        (lambda client: client.delete("/api/options"), 405, "method_not_allowed"),
        (lambda client: client.get("/api/options", headers={"Host": "evil.example"}), 403, "foreign_host"),
    ],
)
def test_every_failure_has_the_one_shape(
    client: httpx.Client, call: Callable[[httpx.Client], httpx.Response], status: int, code: str
) -> None:
    answer = call(client)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]


def test_the_catalogue_and_the_options_are_complete(client: httpx.Client) -> None:
    rules = client.get("/api/diagnostics").json()
    assert [rule["id"] for rule in rules] == [entry.id for entry in CATALOGUE]
    assert client.get("/api/options").json() == [option.as_dict() for option in OPTIONS]


def test_the_schema_describes_the_demo(client: httpx.Client) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    schema = client.get("/api/schema/manifest.json").json()
    jsonschema.validate(yaml.safe_load(DEMO), schema)
    broken = yaml.safe_load(DEMO)
    broken["spec"]["llm"]["maxTokens"] = "many"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


def test_the_documentation_names_every_operation(client: httpx.Client) -> None:
    page = client.get("/api/docs").text
    paths = client.get("/api/openapi.json").json()["paths"]
    assert set(paths) >= {
        "/api/manifests/check",
        "/api/manifests/export",
        "/api/schema/manifest.json",
        "/api/diagnostics",
    }
    assert all(f"<code>{path}</code>" in page for path in paths)
