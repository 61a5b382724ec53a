"""Manifests that made the reference exporter run their text as code: here the text stays text."""

from __future__ import annotations

import ast
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from exporter.errors import ExporterError
from exporter.pipeline import export_project

from .importing import import_failures
from .projects import unpack

PAYLOAD = "__import__('pathlib').Path({canary!r}).write_text('ran')"
SHAPES = {
    "closes a docstring": '"""\n{payload}\n"""',
    "closes a string": 'x", y=str({payload}) or ("',
    "closes a single quote": "x' + str({payload}) + '",
    "ends in a backslash": "C:\\new\\{payload}\\",
    "is a template": "{{{{ {payload} }}}} {{% if 1 %}} {{0.__class__}}",
    "has a line separator": "a\u2028{payload}\u2029\n{payload}",
    "closes a call": '")\n{payload}\n(("',
    "is a comment": "# x\n{payload}",
    "is a YAML document": "x\n---\nkey: !!python/object/apply:os.system ['true']",
    "is shell": '$(touch {canary}) `touch {canary}` "; touch {canary} #',
}
PLACES = (
    ("metadata", "name"),
    ("metadata", "version"),
    ("metadata", "description"),
    ("spec", "role"),
    ("spec", "llm", "model"),
    ("spec", "llm", "provider"),
    ("spec", "llm", "base_url"),
    ("spec", "tools", 0, "name"),
    ("spec", "tools", 0, "description"),
    ("spec", "tools", 0, "parameters", "properties", "city", "description"),
    ("spec", "tools", 0, "parameters", "properties", "city", "default"),
    ("spec", "tools", 0, "parameters", "properties", "city", "enum", 0),
    ("spec", "tools", 1, "endpoint"),
    ("spec", "tools", 1, "headers", "X-Extra"),
    ("spec", "tools", 2, "server"),
    ("spec", "streaming", "sse", "endpoint"),
    ("spec", "api", "cors", "origins", 0),
    ("spec", "memory", "config", "host"),
)


def harmless() -> dict[str, Any]:
    city = {"type": "string", "description": "Where", "default": "Rome", "enum": ["Rome", "Oslo"]}
    schema = {"type": "object", "properties": {"city": city}}
    return {
        "apiVersion": "ossa/v0.4.6",
        "kind": "Agent",
        "metadata": {"name": "harmless", "version": "1.0.0", "description": "A harmless agent"},
        "spec": {
            "role": "You help",
            "llm": {"provider": "openai", "model": "gpt-4o", "base_url": "https://llm.example.com/v1"},
            "tools": [
                {"type": "function", "name": "look", "description": "Looks", "parameters": schema},
                {
                    "type": "api",
                    "name": "ask",
                    "description": "Asks",
                    "endpoint": "https://api.example.com/x",
                    "headers": {"X-Extra": "plain"},
                },
                {"type": "mcp", "name": "files", "server": "npx -y some-server"},
            ],
            "streaming": {"sse": {"endpoint": "/chat/stream"}},
            "api": {"cors": {"origins": ["https://app.example.com"]}},
            "memory": {"type": "redis", "config": {"host": "localhost"}},
        },
    }


def with_text(text: str, *places: tuple[str | int, ...]) -> str:
    manifest: Any = harmless()
    for place in places:
        parent = manifest
        for step in place[:-1]:
            parent = parent[step]
        parent[place[-1]] = text
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=False)


def test_no_text_of_a_manifest_ever_runs(tmp_path):
    """Every hostile text in every place: refused with a clear error, or parsed unharmed.

    And imported: all places that take a text are filled with it at once, because an import takes long.
    """
    canary = tmp_path / "canary"
    payload = PAYLOAD.format(canary=str(canary))
    parsed: set[tuple[str, str]] = set()
    to_import: dict[Path, str] = {}
    for number, (shape, pattern) in enumerate(SHAPES.items()):
        text = pattern.format(payload=payload, canary=canary)
        taken = []
        for place in PLACES:
            archive = exported(with_text(text, place))
            if archive is not None:
                taken.append(place)
                assert_parses(archive, f"{'.'.join(map(str, place))} that {shape}", parsed)
        assert len(taken) > 5
        everywhere = exported(with_text(text, *taken))
        assert everywhere is not None, shape
        assert_parses(everywhere, f"a manifest that everywhere {shape}", parsed)
        to_import[unpack(everywhere, tmp_path / str(number))] = shape
    failed = import_failures(to_import)
    assert not failed, {to_import[Path(folder)]: error for folder, error in failed.items()}
    assert not canary.exists()


def exported(text: str) -> bytes | None:
    try:
        return export_project(text).archive
    except ExporterError:
        return None


def assert_parses(archive: bytes, what: str, parsed: set[tuple[str, str]]) -> None:
    """Every file of the archive; `parsed` are those that were seen before, as most are the same in all."""
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        files = {name: zipped.read(name).decode() for name in zipped.namelist()}
    for name, text in files.items():
        kind = name.rpartition(".")[2]
        if (kind, text) in parsed:
            continue
        parsed.add((kind, text))
        if kind == "py":
            ast.parse(text, f"{what}: {name}")
        elif kind in {"yaml", "yml"} and not name.endswith("agent.ossa.yaml"):
            list(yaml.load_all(text, Loader=yaml.CSafeLoader))
        elif kind == "json":
            json.loads(text)


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "..", "a/../../b", "C:\\evil", "a\x00b"])
def test_a_name_never_leads_out_of_the_folder(name, tmp_path):
    manifest = harmless()
    manifest["metadata"]["name"] = name
    try:
        result = export_project(yaml.safe_dump(manifest))
    except ExporterError:
        return
    if result.archive is None:
        assert not all(verdict.exportable for verdict in result.report.shown)
        return
    folder = unpack(result.archive, tmp_path / "out")
    assert folder.parent == tmp_path / "out"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert len(list((tmp_path / "out").iterdir())) == 1
