"""A generated project has everything it needs, nothing that is not used, and all of it well formed."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values

from exporter.files import FILES
from exporter.files.kit import KIT
from exporter.files.project import TemplateFile
from exporter.locks import lock_sets
from tests.exporter.plans import cases, demo, planned, rendered
from tests.generated.typing_batch import type_errors

CASES = cases()
BIN = Path(sys.executable).parent
TEMPLATES = KIT.parent / "templates"
ENTRY_POINTS = {"server", "streaming", "client-example"}
READ = re.compile(r"""(?:environ(?:\.get)?[(\[]|getenv\(|setting\(|_number\()\s*"([A-Z][A-Z0-9_]+)\"""")


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    """All golden cases as folders."""
    folder = tmp_path_factory.mktemp("cases")
    for name, (agent, options) in CASES.items():
        for path, text in rendered(agent, options).items():
            target = folder / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return folder


def imported_modules(text: str) -> set[str]:
    tree = ast.parse(text)
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return named | plain


def test_every_template_is_used():
    used = {f"{file.path}.jinja" for file in FILES if isinstance(file, TemplateFile)}
    there = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.jinja")}
    assert there == used


def test_no_two_files_have_the_same_path():
    for agent, options in CASES.values():
        paths = [file.path for file in planned(agent, options).files]
        assert len(paths) == len(set(paths))


@pytest.mark.parametrize("case", sorted(CASES))
def test_every_module_that_is_imported_is_there_and_every_other_is_not(case):
    files = rendered(*CASES[case])
    modules = {path.removesuffix(".py") for path in files if path.endswith(".py") and "/" not in path}
    project = {path: text for path, text in files.items() if path.endswith(".py")}
    kit_names = {path.stem for path in KIT.glob("*.py")}
    imported = set().union(*(imported_modules(text) for text in project.values()))
    assert imported & kit_names <= modules
    assert modules - imported - ENTRY_POINTS <= {"callbacks"}


def test_what_is_switched_off_is_not_in_the_project():
    bare = set(rendered(*CASES["bare"]))
    assert not bare & {"sse.py", "websocket.py", "Dockerfile", "docker-compose.yaml", "client-example.py"}
    assert not any(
        path.startswith(("tests/", "conversations_sqlite", "tools_", "outbound", "pii")) for path in bare
    )
    everything = set(rendered(*CASES["everything"]))
    assert {"sse.py", "websocket.py", "tools_http.py", "tools_mcp.py", "pii.py", "summaries.py"} <= everything


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_env_example_names_every_variable_that_is_read(case, tmp_path):
    files = rendered(*CASES[case])
    modules = {path: text for path, text in files.items() if path.endswith(".py") and "/" not in path}
    read = {
        name for path, text in modules.items() if path != "client-example.py" for name in READ.findall(text)
    }
    read |= set(re.findall(r'(?:required|optional)_secret\(\s*"([A-Z0-9_]+)"', files["agent.py"]))
    read |= set(re.findall(r"\$\{([A-Za-z_][A-Za-z0-9_]*)", files["tools.py"]))
    described = set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", files[".env.example"], re.M))
    assert read <= described
    (tmp_path / ".env").write_text(re.sub(r"^#(?=[A-Z_]+=)", "", files[".env.example"], flags=re.M))
    assert set(dotenv_values(tmp_path / ".env", interpolate=False)) == described


@pytest.mark.parametrize("case", sorted(CASES))
def test_every_file_is_well_formed(case):
    for path, text in rendered(*CASES[case]).items():
        if path.endswith(".py"):
            ast.parse(text)
        elif path.endswith(".yaml"):
            yaml.safe_load(text)
        elif path.endswith(".toml"):
            tomllib.loads(text)
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert "\n\n\n\n" not in text, path


def test_ruff_finds_nothing_in_any_case(projects):
    for command in (["format", "--check"], ["check"]):
        done = subprocess.run(
            [BIN / "ruff", *command, "--no-cache", "."],
            cwd=projects,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-6000:]


@pytest.mark.slow
def test_mypy_strict_finds_nothing_in_any_case(projects, tmp_path):
    assert type_errors({case: projects / case for case in CASES}, tmp_path) == ""


def test_requirements_name_the_streaming_packages_that_are_used():
    files = rendered(demo())
    wanted = [line for line in lock_sets()["base"] if line.startswith(("sse-starlette", "websockets"))]
    assert len(wanted) == 2
    assert set(wanted) <= set(files["requirements.txt"].splitlines())
    assert "sse_starlette" in files["sse.py"]
    assert "websockets" in files["client-example.py"]


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_lock_pins_every_requirement_with_hashes(case):
    files = rendered(*CASES[case])
    pins = dict(re.findall(r"^([a-z0-9.\-]+)==(\S+)", files["requirements.lock"], re.M))
    for line in files["requirements.txt"].splitlines():
        if line and not line.startswith("#"):
            assert re.split(r"[^a-z0-9-]", line)[0] in pins
    assert files["requirements.lock"].count("--hash=sha256:") >= len(pins)
    assert "http" not in re.sub(r"^\S+==.*$", "", files["requirements.lock"], flags=re.M)


@pytest.mark.parametrize(("case", "service"), [("memory-redis", "redis"), ("memory-postgres", "postgres")])
def test_compose_brings_the_store_closed_and_with_a_password_to_choose(case, service):
    files = rendered(*CASES[case])
    services = yaml.safe_load(files["docker-compose.yaml"])["services"]
    assert "ports" not in services[service]
    assert services["agent"]["depends_on"][service]["condition"] == "service_healthy"
    variable = f"{service.upper()}_PASSWORD"
    assert f"${{{variable}:?" in json.dumps(services[service])
    assert re.search(rf"^{variable}=$", files[".env.example"], re.M)


def test_the_container_runs_without_root_and_is_checked():
    dockerfile = rendered(demo())["Dockerfile"]
    user, start = dockerfile.index("\nUSER agent\n"), dockerfile.index("\nCMD ")
    assert user < start
    assert "--require-hashes" in dockerfile
    assert "HEALTHCHECK" in dockerfile
    assert "curl" not in dockerfile
    assert ".env" in rendered(demo())[".dockerignore"].splitlines()


def test_the_readme_says_what_became_of_each_part_of_the_manifest():
    readme = rendered(demo())["README.md"]
    assert "| `/spec/role` | honoured | the system prompt |" in readme
    assert "| `/spec/x` | not supported here |" in readme


def test_the_manifest_is_in_the_project_as_it_was():
    text = "kind: Agent\r\n# a comment\r\n"
    plan = planned(demo(), manifest_text=text)
    assert [file.text for file in plan.files if file.path == "agent.ossa.yaml"] == [text]
