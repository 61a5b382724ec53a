"""The pages as they come from the server, before any script runs."""

from __future__ import annotations

import html
import re
from pathlib import Path

import httpx
import pytest

from exporter.check import CATALOGUE
from exporter.pipeline import check_text, export_project

ROOT = Path(__file__).resolve().parents[2]
DEMO = (ROOT / "studio" / "demo.ossa.yaml").read_text(encoding="utf-8")
PAGES = ["/", "/agents", "/docs/diagnostics", "/api/docs", "/styleguide", "/no-such-page"]


def test_the_demo_has_no_problems_at_all() -> None:
    report = check_text(DEMO, 0)
    assert report.diagnostics == ()
    assert report.conforms
    assert report.exportable


def test_the_first_page_is_complete_before_any_script_runs(client: httpx.Client) -> None:
    page = html.unescape(client.get("/").text)
    assert DEMO in page
    exported = export_project(DEMO)
    own = {file.path.partition("/")[0] for file in exported.files if not file.kit}
    assert all(f'<span class="tree-name">{name}</span>' in page for name in own)
    assert f"The kit ({sum(file.kit for file in exported.files)})" in page
    readme = next(file.text for file in exported.files if file.path == "README.md")
    assert readme.strip().splitlines()[0] in page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_inline_scripts_and_has_none(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    scripts = re.findall(r"<script([^>]*)>", answer.text)
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)
    tags = re.findall(r"<[a-z][^>]*>", answer.text)  # Text has no "<" of its own: it is escaped.
    assert [tag for tag in tags if re.search(r"\son\w+=|\sstyle=|javascript:", tag)] == []
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
def test_what_pages_load_comes_from_the_studio_under_names_that_change(
    client: httpx.Client, path: str
) -> None:
    loaded = re.findall(r'<(?:script|link)[^>]*?(?:src|href)="([^"]+)"', client.get(path).text)
    assert loaded
    for address in loaded:
        assert re.fullmatch(r"/static/[\w-]+\.[0-9a-f]{12}\.\w+", address)
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_every_rule_has_the_place_its_diagnostics_link_to(client: httpx.Client) -> None:
    page = client.get("/docs/diagnostics").text
    anchors = re.findall(r'<article class="card" id="([^"]+)"', page)
    assert anchors == [entry.id for entry in CATALOGUE]


def test_a_page_that_is_not_there_says_so_in_our_look(client: httpx.Client) -> None:
    answer = client.get("/no-such-page?<script>")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert "<script>" not in answer.text


def test_other_hosts_are_not_answered(client: httpx.Client) -> None:
    style = re.search(r'"(/static/[^"]+\.css)"', client.get("/").text)
    assert style is not None
    for path in ("/", style[1]):
        assert client.get(path).status_code == 200
        answer = client.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 400
        assert "Traceback" not in answer.text
        assert DEMO[:40] not in answer.text


def test_the_page_of_an_agent_is_complete_before_any_script_runs(client: httpx.Client) -> None:
    text = DEMO.replace("maxTokens: 800", "maxTokens: 801")
    made = client.post("/api/agents", json={"text": text}).json()
    page = html.unescape(client.get(made["url"]).text)
    assert text in page
    assert 'class="tree-name">agent.py</span>' in page
    assert made["url"] in client.get("/agents").text


def test_an_agent_that_does_not_export_yet_has_its_page_too(client: httpx.Client) -> None:
    made = client.post("/api/agents", json={"text": "kind: Agent\nspec: ["}).json()
    answer = client.get(made["url"])
    assert answer.status_code == 200
    assert "Does not export" in answer.text
    assert "no zip" in answer.text


def test_an_agent_that_is_not_there_is_a_page_that_says_so(client: httpx.Client) -> None:
    assert client.get("/agents/no-such-agent").status_code == 404
