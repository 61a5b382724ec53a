"""Manifests that made the reference exporter run their text as code: here the text stays text."""

from __future__ import annotations

import ast
import json
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


def with_text(place: tuple[str | int, ...], text: str) -> str:
    manifest: Any = harmless()
    parent = manifest
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = text
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=False)


def test_no_text_of_a_manifest_ever_runs(tmp_path):
    """Every hostile text in every place: refused with a clear error, or parsed and imported unharmed."""
    canary = tmp_path / "canary"
    exported: dict[Path, str] = {}
    for number, place in enumerate(PLACES):
        for shape_number, (shape, pattern) in enumerate(SHAPES.items()):
            payload = PAYLOAD.format(canary=str(canary))
            text = with_text(place, pattern.format(payload=payload, canary=canary))
            try:
                result = export_project(text)
            except ExporterError:
                continue
            if result.archive is None:
                continue
            folder = unpack(result.archive, tmp_path / f"{number}-{shape_number}")
            exported[folder] = f"{'.'.join(map(str, place))} that {shape}"
            assert_parses(folder, exported[folder])
    assert len(exported) > len(SHAPES) * 5
    failed = import_failures(exported)
    assert not failed, {exported[Path(folder)]: error for folder, error in failed.items()}
    assert not canary.exists()


def assert_parses(folder: Path, what: str) -> None:
    for path in folder.rglob("*"):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if path.suffix == ".py":
            ast.parse(text, f"{what}: {path.name}")
        elif path.suffix in {".yaml", ".yml"} and path.name != "agent.ossa.yaml":
            list(yaml.safe_load_all(text))
        elif path.suffix == ".json":
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
