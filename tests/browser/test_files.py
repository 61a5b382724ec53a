"""The files of the zip: read in the page, downloaded, and the same bytes as the command gives."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.editor import DEMO, ROOT, choose_option, put_caret_after, settle, shown_text

OSSA = Path(sys.executable).with_name("ossa")


def choose(page: Page, path: str) -> None:
    page.locator(f'#tree [data-path="{path}"] > .tree-row').click()
    expect(page.locator("#file-path")).to_have_text(path)


def test_every_file_can_be_read_and_code_is_highlighted(page: Page) -> None:
    choose(page, "agent.py")
    code = page.locator("#file-host .cm-content")
    expect(code).to_contain_text("You are the support agent of a small online shop.")
    expect(code.locator(".cm-line span").first).to_be_visible()
    page.locator('#tree [data-path="tests"] > .tree-row').click()
    choose(page, "tests/test_agent.py")
    expect(code).to_contain_text("def test_")
    choose(page, "README.md")
    expect(code).to_contain_text("# Support agent")


def test_the_files_can_be_walked_with_the_keyboard(page: Page) -> None:
    page.locator('#tree [tabindex="0"]').focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#file-path")).to_have_text("agent.py")
    folder = page.locator('#tree [data-path="tests"]')
    expect(folder).to_have_attribute("aria-expanded", "false")
    folder.focus()
    page.keyboard.press("Enter")
    page.locator('#tree [data-path="tests/test_agent.py"] > .tree-row').click()
    page.keyboard.press("ArrowLeft")
    expect(folder).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(folder).to_have_attribute("aria-expanded", "false")


def test_what_one_edits_comes_first_and_the_kit_is_folded_away(page: Page) -> None:
    names = page.locator("#tree .tree-name").all_inner_texts()
    assert names[:4] == ["README.md", "agent.py", "tools.py", "memory.py"]
    assert "engine.py" not in names
    kit = page.locator("#tree [role=treeitem]", has_text="The kit (")
    expect(kit).to_have_attribute("aria-expanded", "false")
    expect(kit).to_contain_text("the same in every project")
    kit.focus()
    page.keyboard.press("ArrowRight")
    choose(page, "engine.py")
    page.keyboard.press("ArrowLeft")
    expect(kit).to_be_focused()


def test_a_file_can_be_copied_and_kept(page: Page, tmp_path: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    choose(page, "agent.ossa.yaml")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".toast", has_text="Copied agent.ossa.yaml")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == DEMO
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this file").click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)
    assert kept.name == "agent.ossa.yaml"
    assert kept.read_text(encoding="utf-8") == DEMO


def test_an_option_changes_the_files(page: Page) -> None:
    expect(page.locator('#tree [data-path="Dockerfile"]')).to_be_visible()
    page.locator("#tab-options").click()
    page.get_by_label("Docker files").uncheck()
    expect(page.locator('#tree [data-path="Dockerfile"]')).to_have_count(0)


def test_an_option_that_makes_no_sense_is_told(open_page: OpenPage) -> None:
    page = open_page(allow="422")  # Chromium tells every refused request.
    page.locator("#tab-options").click()
    page.get_by_label("Port", exact=True).fill("99999")
    page.get_by_label("Port", exact=True).press("Tab")
    expect(page.locator("#connection")).to_contain_text("port")
    page.get_by_label("Port", exact=True).fill("8123")
    page.get_by_label("Port", exact=True).press("Tab")
    expect(page.locator("#connection")).to_be_hidden()


def test_the_download_by_keyboard_is_what_the_command_gives(page: Page, tmp_path: Path) -> None:
    put_caret_after(page, "name: support-agent")
    page.keyboard.type("-è")
    page.keyboard.press("Backspace")
    page.keyboard.type("4")
    choose_option(page, "memory", "memory")
    settle(page)
    with page.expect_download() as download:
        page.keyboard.press("Control+Enter")
    downloaded = tmp_path / download.value.suggested_filename
    download.value.save_as(downloaded)

    source = tmp_path / "agent.ossa.yaml"
    source.write_bytes(shown_text(page).encode())
    made = tmp_path / "by-command.zip"
    where = ["--output", str(tmp_path / "out"), "--zip", str(made), "--option", "memory=memory"]
    subprocess.run(
        [OSSA, "export", source, "--target", "langchain", *where], cwd=ROOT, check=True, timeout=120
    )
    assert downloaded.name == "support-agent-4.zip"
    assert downloaded.read_bytes() == made.read_bytes()
    with zipfile.ZipFile(downloaded) as archive:
        assert archive.read("support-agent-4/agent.ossa.yaml") == source.read_bytes()
