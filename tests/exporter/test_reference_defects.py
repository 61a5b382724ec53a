"""What the reference exporter gets wrong in the files it makes, by its number in our study of it.

Those of the running server are in `kit/protocol/test_reference_defects.py`.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from exporter.options import ExportOptions
from exporter.pipeline import export_project

LLM = {"provider": "openai", "model": "gpt-4o"}
PAYLOAD = "__import__('os').system('touch /evil')"
HEAD = {"apiVersion": "ossa/v0.4", "kind": "Agent"}


def exported(spec: dict[str, Any], options: ExportOptions | None = None, **metadata: Any) -> dict[str, str]:
    """Path → text of the project of this agent."""
    whole = {
        **HEAD,
        "metadata": {"name": "clerk", "version": "1.0.0", "description": "A clerk.", **metadata},
        "spec": {"role": "You help.", "llm": LLM, **spec},
    }
    return {file.path: file.text for file in export_project(json.dumps(whole), options).files}


def imports(files: dict[str, str]) -> set[str]:
    """Every module that any file imports, with the names it takes from it."""
    found = set()
    for path, text in files.items():
        for node in ast.walk(ast.parse(text)) if path.endswith(".py") else ():
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def shape(source: str) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = "text"
    return ast.dump(tree)


def test_t1_nothing_is_imported_that_langchain_1_does_not_have() -> None:
    gone = ("langchain.callbacks", "langchain.schema", "langchain.memory", "langchain.prompts")
    found = imports(exported({"memory": {"type": "redis"}}))
    assert [name for name in found if name.startswith(gone) or name.endswith("AgentExecutor")] == []
    assert "langchain.agents.create_agent" in found


def test_t2_event_streams_come_from_the_package_that_has_them() -> None:
    files = exported({})
    assert {name for name in imports(files) if name.endswith("EventSourceResponse")} == {
        "sse_starlette.EventSourceResponse"
    }
    assert "sse-starlette>=1.8.0" in files["requirements.txt"]


@pytest.mark.parametrize(
    ("provider", "package"), [("openai", "langchain_anthropic"), ("anthropic", "langchain_openai")]
)
def test_t3_no_package_of_another_provider_is_imported_or_required(provider: str, package: str) -> None:
    files = exported({"llm": {"provider": provider, "model": "claude-sonnet-4-6"}})
    assert [name for name in imports(files) if name.startswith(package)] == []
    assert package.replace("_", "-") not in files["requirements.txt"]


@pytest.mark.parametrize(
    "text",
    [
        f'"""\n{PAYLOAD}\n"""',
        f'x", version=str({PAYLOAD})) or FastAPI(title="',
        f'")\n{PAYLOAD}\n(("',
        "C:\\",
    ],
)
def test_t14_text_of_a_manifest_is_never_source(text: str) -> None:
    parameters = {"type": "object", "properties": {"city": {"type": "string", "description": text}}}
    tool = {"type": "function", "name": "look", "description": text, "parameters": parameters}
    harmless = json.loads(json.dumps(tool).replace(json.dumps(text), '"plain"'))
    hostile = exported({"role": text, "llm": {**LLM, "model": text}, "tools": [tool]}, description=text)
    plain = exported({"role": "plain", "llm": {**LLM, "model": "plain"}, "tools": [harmless]})
    assert hostile.keys() == plain.keys()
    for path in (path for path in hostile if path.endswith(".py")):
        assert shape(hostile[path]) == shape(plain[path]), path


def test_t15_a_prompt_is_text_and_no_template() -> None:
    prompt = 'Answer as {"city": "…"}, never as {name}; C:\\new is no line break.'
    files = exported({"role": prompt})
    assert f"SYSTEM_PROMPT = {ast.unparse(ast.Constant(prompt))}" in ast.unparse(ast.parse(files["agent.py"]))
    assert [name for name in imports(files) if "PromptTemplate" in name] == []


def test_section_1_memory_of_the_manifest_selects_the_backend() -> None:
    for backend in ("redis", "postgres"):
        files = exported({"memory": {"persistence": {"backend": backend}}})
        assert f"conversations_{backend}.py" in files
        assert backend in files["docker-compose.yaml"]


def test_section_1_a_port_is_the_same_everywhere() -> None:
    files = exported({"api": {"port": 8765}})
    assert all("8765" in files[path] for path in ("server.py", "Dockerfile", "docker-compose.yaml"))
    assert "8000" not in files["server.py"] + files["docker-compose.yaml"]


def test_section_2_the_file_env_is_read(tmp_path: Path) -> None:
    for path, text in exported({}).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / ".env").write_text("LOG_LEVEL=debug\nOPENAI_API_KEY=from-the-file\n", encoding="utf-8")
    script = "import os, settings; print(os.environ['LOG_LEVEL'], os.environ['OPENAI_API_KEY'])"
    for variables, level in (({"LOG_LEVEL": "error"}, "error"), ({}, "debug")):
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=tmp_path, env=variables, capture_output=True, check=True
        )
        assert done.stdout.decode().split() == [level, "from-the-file"]


def test_section_8_names_of_tools_are_different_identifiers() -> None:
    names = ["a-b", "a_b", "class", "get_tools", "42", "print"]
    source = exported({"tools": [{"type": "function", "name": name} for name in names]})["tools.py"]
    functions = [node.name for node in ast.parse(source).body if isinstance(node, ast.AsyncFunctionDef)]
    assert len(set(functions)) == len(functions) == len(names)


def test_section_8_a_tool_of_type_http_is_a_request_and_mcp_is_mcp() -> None:
    http = {"type": "http", "name": "ask", "endpoint": "https://api.example.com/x"}
    mcp = {"type": "mcp", "name": "files", "server": {"command": "npx", "args": ["-y", "server-files"]}}
    files = exported({"tools": [http, mcp]})
    assert "call_api(ASK_ENDPOINT" in files["tools.py"]
    assert 'args=("-y", "server-files")' in files["tools.py"]
    assert [name for name in imports(files) if "subprocess" in name] == []
    assert "langchain-mcp-adapters" in files["requirements.txt"]


def test_section_10_no_module_hides_an_installed_package_or_one_of_python() -> None:
    options = ExportOptions(langfuse=True, opentelemetry=True)
    mcp = {"type": "mcp", "name": "files", "server": "npx -y server-files"}
    files = exported({"tools": [mcp], "memory": {"type": "postgres"}}, options)
    modules = {path.removesuffix(".py") for path in files if path.endswith(".py")}
    assert modules & (packages_distributions().keys() | sys.stdlib_module_names) == set()
