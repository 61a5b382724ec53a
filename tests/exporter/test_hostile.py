"""Any text in any field: the project parses, the text comes back equal, the code around it is the same."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import replace
from io import BytesIO
from typing import cast
from zipfile import ZipFile

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.agent_plan import AgentPlan, ApiPlan, ChatModelPlan, EnvRef, HttpTool, McpServer, MemoryPlan
from exporter.archive import zip_files
from exporter.files import plan_files
from exporter.options import ExportOptions
from exporter.plan import Coverage, CoverageEntry
from exporter.render import render_plan
from tests.exporter.plans import demo, function_tool, planned, rendered
from tests.exporter.test_quoting import UGLY, without_surrogates

PAYLOAD = '__import__("os").system("touch /evil")'
INJECTIONS = [
    f'"""\n{PAYLOAD}\n"""',
    f'x", version=str({PAYLOAD})) or FastAPI(title="',
    f'gpt-4"\n{PAYLOAD}\n"',
    f'")\n{PAYLOAD}\n(("',
    f"'''\n{PAYLOAD}\n'''",
    f"\n{PAYLOAD}",
    f"{{{{ {PAYLOAD} }}}}{{% if x %}}",
    "../../evil",
    'x"\n    privileged: true\n    y: "',
    "x\nRUN touch /evil\n",
    "`|<script>alert(1)</script>\n\n# heading",
]
anything = st.one_of(
    st.sampled_from([text for text in [*UGLY, *INJECTIONS] if text]),
    st.text(st.characters(codec=None), min_size=1, max_size=300),
)
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def with_text(text: str) -> AgentPlan:
    """An agent with this text wherever a manifest's text may stand."""
    schema = {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": text, "default": text},
            "kind": {"type": "string", "enum": [text, "one more that nobody writes"]},
            "free": {"oneOf": [{"const": text}]},
            "deep": {
                "type": "object",
                "properties": {"x": {"type": "array", "items": {"description": text}}},
            },
        },
        "x-note": text,
    }
    function = function_tool(schema, original_name=text, note=text)
    http = HttpTool(
        "call", text, text, schema, "/spec/tools/1", "POST", text, {text: EnvRef("HEADER", text)}, timeout=3.0
    )
    server = McpServer(text, "/spec/tools/2", "stdio", text, (text, text), {text: text}, allowed=(text,))
    return AgentPlan(
        name=text,
        version=text,
        title=text,
        description=text,
        prompt=text,
        chat_model=ChatModelPlan("custom", EnvRef("MODEL_NAME", text), base_url=text),
        fallbacks=(ChatModelPlan("openai", text),),
        tools=(replace(function, description=text), http),
        mcp_servers=(server,),
        memory=MemoryPlan("redis", url=EnvRef("REDIS_URL", text)),
        api=ApiPlan(cors_origins=(text,)),
    )


class _WithoutConstants(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.copy_location(ast.Constant("a text" if isinstance(node.value, str) else node.value), node)


def shape(source: str) -> str:
    """What the code is, whatever its texts are."""
    return ast.dump(_WithoutConstants().visit(ast.parse(source)))


def made_from_templates(agent: AgentPlan) -> dict[str, str]:
    plan = planned(agent)
    wanted = {file.path for file in plan.files if file.template}
    return {file.path: file.text for file in render_plan(plan) if file.path in wanted}


HARMLESS = {
    path: shape(text)
    for path, text in made_from_templates(with_text("harmless")).items()
    if path.endswith(".py")
}


@few
@given(anything)
def test_the_code_is_the_same_whatever_the_text(text):
    files = made_from_templates(with_text(text))
    for path, expected in HARMLESS.items():
        assert shape(files[path]) == expected, path


def calls(source: str, function: str) -> list[dict[str, object]]:
    """The literal arguments of each call of a function, by name or position."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function:
            arguments = [*enumerate(node.args), *((word.arg, word.value) for word in node.keywords)]
            found.append({str(name): _literal(value) for name, value in arguments})
    return found


def _literal(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return node


def assigned(source: str, name: str) -> object:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return _literal(node.value)
    raise AssertionError(f"{name} is not assigned")


@few
@given(anything)
def test_every_text_comes_back_equal(text):
    files = made_from_templates(with_text(text))
    assert assigned(files["agent.py"], "SYSTEM_PROMPT") == text
    [definition] = calls(files["agent.py"], "AgentDefinition")
    assert [definition[key] for key in ("name", "version", "title", "description")] == [text] * 4
    assert {"0": "MODEL_NAME", "1": text} in calls(files["agent.py"], "setting")
    assert [call["0"] for call in calls(files["tools.py"], "tool")] == [text, text]
    assert [call["description"] for call in calls(files["tools.py"], "tool")] == [text, text]
    [endpoint] = calls(files["tools.py"], "HttpEndpoint")
    assert endpoint["url"] == text
    assert [*cast(dict[str, str], endpoint["headers"])] == [text]
    [server] = calls(files["tools.py"], "McpServerSettings")
    assert (server["name"], server["command"], server["args"], server["env"]) == (
        text,
        text,
        (text, text),
        {text: text},
    )
    fields = [
        call for call in calls(files["tools.py"], "Field") if "default" in call and "description" in call
    ]
    assert all(call["default"] == call["description"] == text for call in fields)
    [settings_call] = calls(files["server.py"], "ServerSettings")
    assert settings_call["cors_origins"] == (text,)


@few
@given(anything)
def test_every_other_file_parses_and_says_the_same(text):
    files = made_from_templates(with_text(text))
    kept = without_surrogates(text)
    described = yaml.safe_load(files["openapi.yaml"])
    assert described["info"] == {"title": kept, "version": kept, "description": kept}
    compose = yaml.safe_load(files["docker-compose.yaml"])
    assert set(compose) == {"services", "volumes"}
    assert set(compose["services"]) == {"agent", "redis"}
    assert "privileged" not in compose["services"]["agent"]
    tomllib.loads(files["pyproject.toml"])
    instructions = re.findall(r"^[A-Z]+\b", files["Dockerfile"].replace("\\\n", " "), re.M)
    expected = re.findall(r"^[A-Z]+\b", rendered(demo())["Dockerfile"].replace("\\\n", " "), re.M)
    assert instructions == expected


@few
@given(anything)
def test_a_readme_has_the_same_headings_and_tables_whatever_the_text(text):
    def outline(agent: AgentPlan, note: str) -> list[str]:
        coverage = Coverage((CoverageEntry(f"/{note}", "unsupported", note),))
        plan = plan_files(agent, ExportOptions(), coverage, "")
        [readme] = [file.text for file in render_plan(plan) if file.path == "README.md"]
        lines = [line for line in readme.split("\n") if line.startswith(("#", "|", "```", "- "))]
        return [line[:2] for line in lines[1:]]

    assert outline(with_text(text), text) == outline(with_text("harmless"), "harmless")


@few
@given(anything)
def test_every_path_in_the_zip_is_inside_its_one_folder(text):
    plan = planned(with_text(text))
    with ZipFile(BytesIO(zip_files(plan.folder, render_plan(plan)))) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {plan.folder}
    assert all(re.fullmatch(r"[a-z0-9-]+(/[A-Za-z0-9_.-]+)+", name) and "/.." not in name for name in names)


@few
@given(
    st.dictionaries(
        anything,
        st.sampled_from([{"type": "string"}, {"type": "object", "properties": {"x": {}}}]),
        max_size=6,
    )
)
def test_any_property_name_is_an_argument_under_its_own_name(properties):
    source = rendered(demo(tools=(function_tool({"type": "object", "properties": properties}),)))["tools.py"]
    [model] = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == "SearchArguments"
    ]
    fields = [node for node in model.body if isinstance(node, ast.AnnAssign)]
    names = [ast.unparse(field.target) for field in fields]
    aliases = [
        next(iter(call.get("alias") for call in calls(ast.unparse(field), "Field")), None) for field in fields
    ]
    assert [alias or name for name, alias in zip(names, aliases, strict=True)] == list(properties)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("payload", INJECTIONS)
@pytest.mark.parametrize("field", ["name", "version", "title", "description", "prompt"])
def test_a_payload_in_the_identity_stays_text(field, payload):
    files = made_from_templates(demo(**{field: payload}))
    harmless = made_from_templates(demo(**{field: "harmless"}))
    for path in (path for path in files if path.endswith(".py")):
        assert shape(files[path]) == shape(harmless[path])


@pytest.mark.parametrize(
    "prompt",
    [
        "ends in a backslash \\",
        "C:\\temp\\new",
        'ends with a quote "',
        '{"city": "…"} and {{braces}}',
        '"""',
        '\\"',
    ],
)
def test_a_prompt_that_broke_the_reference_exporter_is_kept(prompt):
    assert assigned(rendered(demo(prompt=prompt))["agent.py"], "SYSTEM_PROMPT") == prompt


def test_enumerations_are_types_and_not_comments():
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"enum": ["x", "y"]}}}}
    assert 'list[Literal["x", "y"]]' in rendered(demo(tools=(function_tool(schema),)))["tools.py"]


def test_a_limit_from_the_environment_is_read_when_the_model_is_made():
    chat_model = ChatModelPlan("openai", "gpt-4", max_tokens=EnvRef("MAX", "100"))
    agent = rendered(demo(chat_model=chat_model))["agent.py"]
    assert 'max_completion_tokens=whole_number_setting("MAX", 100)' in agent
