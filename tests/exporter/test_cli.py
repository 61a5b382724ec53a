"""The console script: what goes to which stream, which exit code, and what is on disk afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from exporter.cli import main
from exporter.pipeline import export_project

DEMO = Path(__file__).with_name("demo.ossa.yaml").read_text(encoding="utf-8")
ROOT = Path(__file__).resolve().parents[2]
BROKEN = "apiVersion: ossa/v0.4.1\nkind: Agent\nmetadata:\n  name: demo\n  name: again\n"


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A manifest in an empty folder, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "agent.ossa.yaml"
    path.write_text(DEMO, encoding="utf-8")
    yield path


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "exporter.cli", *arguments],
        input=stdin,
        capture_output=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def names_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_an_output_that_is_meant_to_be_an_archive_is_told_so(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "agent.ossa.yaml", "--output", "my.zip"]) == 2
    assert 'write "--zip my.zip"' in capsys.readouterr().err
    assert not Path("my.zip").exists()


def test_a_good_manifest_exits_0_and_says_so(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "agent.ossa.yaml"]) == 0
    shown = capsys.readouterr()
    assert "agent.ossa.yaml: conforms to OSSA 0.4, can be exported" in shown.out
    assert shown.err == ""


def test_an_error_exits_1_and_is_shown_in_its_line(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo.write_text(BROKEN, encoding="utf-8")
    assert main(["validate", "agent.ossa.yaml"]) == 1
    lines = capsys.readouterr().out.splitlines()
    header = next(line for line in lines if ": error: " in line)
    number = int(header.split(":")[1])
    quoted = lines[lines.index(header) + 1]
    assert quoted == f"  {number} | {BROKEN.splitlines()[number - 1]}"
    assert "^" in lines[lines.index(header) + 2]


def test_json_is_json_and_nothing_else(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "agent.ossa.yaml", "--format", "json"]) == 0
    shown = capsys.readouterr()
    report = json.loads(shown.out)
    assert (report["file"], report["exportable"], shown.err) == ("agent.ossa.yaml", True, "")


def test_sarif_points_at_the_place(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo.write_text(BROKEN, encoding="utf-8")
    assert main(["validate", "agent.ossa.yaml", "--format", "sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    (check,) = log["runs"]
    for result in check["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
        assert check["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.yaml", None, 'There is no file "missing.yaml".'),
        (".", None, '"." is a folder'),
        ("latin.yaml", "é".encode("latin-1"), "is not UTF-8"),
        ("no\0name", None, "cannot be read"),
        ("x" * 5000, None, "cannot be read"),
    ],
)
@pytest.mark.parametrize("command", [["validate"], ["export", "--output", "out"]])
def test_what_cannot_be_read_exits_2_with_one_sentence(
    demo: Path,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    name: str,
    content: bytes | None,
    words: str,
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    assert main([*command, name]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert words in shown.err
    assert shown.err.count("\n") == 1


def test_a_hyphen_reads_the_standard_input(demo: Path) -> None:
    done = run("validate", "-", stdin=DEMO.encode())
    assert done.returncode == 0
    assert b"<stdin>: conforms" in done.stdout


def test_text_of_a_manifest_cannot_steer_the_terminal(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = DEMO.replace("gpt-4o", '"\\e]0;owned\\a\\e[2J"') + "  # \u202eesrever\n  unknown\u200b: 1\n"
    demo.write_text(hostile, encoding="utf-8")
    main(["validate", "agent.ossa.yaml"])
    shown = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\u202e", "\u200b"} & set(shown)


def test_an_export_writes_exactly_the_files_of_the_archive(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["export", "agent.ossa.yaml", "--target", "langchain", "--output", "a/b", "--zip", "p.zip"]
    assert main(arguments) == 0
    archive = Path("p.zip").read_bytes()
    assert archive == export_project(DEMO).archive
    with ZipFile(BytesIO(archive)) as held:
        expected = {name.split("/", 1)[1]: held.read(name) for name in held.namelist()}
    assert {name: Path("a/b", name).read_bytes() for name in names_in(Path("a/b"))} == expected
    assert names_in(demo.parent) == {"agent.ossa.yaml", "p.zip", *(f"a/b/{name}" for name in expected)}


def test_an_export_says_what_became_of_every_path(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo.write_text(DEMO + "  team: {model: swarm, members: []}\n", encoding="utf-8")
    main(["export", "agent.ossa.yaml", "--output", "out"])
    shown = capsys.readouterr().out
    assert "/spec/role" in shown
    assert "/spec/team: several agents are not exported yet" in shown
    assert "kept as metadata" in shown


def test_options_reach_the_export(demo: Path) -> None:
    options = ["--option", "docker=no", "--option", "memory=redis"]
    assert main(["export", "agent.ossa.yaml", "--output", "out", *options]) == 0
    assert not Path("out/Dockerfile").exists()
    assert Path("out/conversations_redis.py").exists()


def test_a_wrong_option_exits_2_and_writes_nothing(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "agent.ossa.yaml", "--output", "out", "--option", "memroy=redis"]) == 2
    assert 'Did you mean "memory"?' in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_manifest_with_an_error_is_not_exported(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo.write_text(BROKEN, encoding="utf-8")
    assert main(["export", "agent.ossa.yaml", "--output", "out", "--zip", "p.zip"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ": error: " in shown.err
    assert names_in(demo.parent) == {"agent.ossa.yaml"}


def test_a_folder_with_something_in_it_is_left_alone_without_force(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("out").mkdir()
    Path("out/agent.py").write_text("mine")
    assert main(["export", "agent.ossa.yaml", "--output", "out"]) == 1
    assert "--force" in capsys.readouterr().err
    assert names_in(Path("out")) == {"agent.py"}
    assert Path("out/agent.py").read_text() == "mine"


def test_force_replaces_files_of_the_export_and_keeps_the_others(demo: Path) -> None:
    Path("out").mkdir()
    Path("out/agent.py").write_text("old")
    Path("out/notes.txt").write_text("mine")
    assert main(["export", "agent.ossa.yaml", "--output", "out", "--force"]) == 0
    assert Path("out/agent.py").read_text() != "old"
    assert Path("out/notes.txt").read_text() == "mine"


def test_an_empty_folder_and_the_working_folder_can_be_exported_to(demo: Path) -> None:
    Path("out").mkdir()
    assert main(["export", "agent.ossa.yaml", "--output", "out"]) == 0
    assert main(["export", "agent.ossa.yaml", "--output", ".", "--force"]) == 0
    assert Path("server.py").exists()


def test_force_does_not_follow_a_link_out_of_the_folder(demo: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    Path("out").mkdir()
    Path("out/tests").symlink_to(elsewhere)
    assert main(["export", "agent.ossa.yaml", "--output", "out", "--force"]) == 1
    assert names_in(elsewhere) == set()
    assert not Path("out/agent.py").exists()


def test_an_export_that_fails_half_way_leaves_nothing_behind(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes = iter(range(5))

    def write_bytes(self: Path, data: bytes) -> int:
        if next(writes, None) is None:
            raise OSError(28, "No space left on device")
        return len(data)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    assert main(["export", "agent.ossa.yaml", "--output", "out"]) == 1
    assert names_in(demo.parent) == {"agent.ossa.yaml"}
    assert not Path("out").exists()


def test_the_zip_can_go_to_the_standard_output_alone(demo: Path) -> None:
    done = run("export", "-", "--zip", "-", stdin=DEMO.encode())
    assert done.stdout == export_project(DEMO).archive
    assert b"honoured" in done.stderr


def test_a_reader_that_leaves_is_no_traceback(demo: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "exporter.cli", "validate", "-", "--format", "json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdin and process.stdout and process.stderr
    process.stdout.close()
    process.stdin.write(DEMO.encode())
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141
    process.stderr.close()


@pytest.mark.parametrize(
    "arguments", [[], ["validate"], ["export", "x"], ["export", "x", "--target", "crewai"]]
)
def test_a_command_that_makes_no_sense_exits_2(demo: Path, arguments: list[str]) -> None:
    try:
        code = main(arguments)
    except SystemExit as left:
        code = int(left.code or 0)
    assert code == 2
