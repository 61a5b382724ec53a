"""Name, prompt, streams and server of an agent; and what is refused whatever the check said."""

from __future__ import annotations

from typing import Any

import pytest

from exporter.agent_plan import AgentPlan, ApiPlan, StreamingPlan
from exporter.errors import ExporterError
from exporter.options import ExportOptions
from exporter.parse import parse_documents
from exporter.plan import plan_agent
from tests.exporter.corpus import agents, require_corpus


def planned(spec: dict[str, Any] | None = None, port: int | None = None, **document: Any) -> AgentPlan:
    return plan_agent({"spec": spec or {}, **document}, ExportOptions(port=port))[0]


def streaming(**sections: Any) -> StreamingPlan:
    return planned({"streaming": sections}).streaming


def test_every_agent_of_the_corpus_is_planned() -> None:
    require_corpus()
    plans = [plan_agent(document)[0] for _, document in agents()]
    assert len(plans) > 99


def test_planning_twice_gives_the_same_plan() -> None:
    require_corpus()
    for _, document in agents():
        assert plan_agent(document) == plan_agent(document)


def test_a_typed_manifest_gives_the_same_plan_as_its_document() -> None:
    text = "apiVersion: ossa/v0.4\nkind: Agent\nmetadata: {name: demo}\nspec: {role: Hi, llm: {topP: 0.5}}\n"
    from exporter.manifest import AgentManifest

    plain = parse_documents(text)[0].plain
    assert plan_agent(AgentManifest.model_validate(plain))[0] == plan_agent(plain)[0]


@pytest.mark.parametrize(
    "prompt", ['"quotes" and \\ at the end\\', "{braces} {{VERSION}} ${HOME}", "日本語\n\ttab", "a" * 50_000]
)
def test_a_prompt_is_kept_to_the_letter(prompt: str) -> None:
    assert planned({"role": prompt}).prompt == prompt
    assert planned({"prompts": {"system": prompt}}).prompt == prompt
    assert planned({"prompts": {"system": {"template": prompt, "version": "1"}}}).prompt == prompt


def test_role_and_system_prompt_are_both_said() -> None:
    assert planned({"role": "Role.", "prompts": {"system": "System."}}).prompt == "Role.\n\nSystem."
    assert planned({"role": "Same.", "prompts": {"system": "Same."}}).prompt == "Same."


def test_a_prompt_that_only_names_a_file_is_not_a_prompt() -> None:
    plan = planned({"role": "Role.", "prompts": {"system": {"template": "prompts/system.md"}}})
    assert plan.prompt == "Role."


def test_without_a_prompt_the_description_speaks() -> None:
    assert planned(metadata={"description": "Answers questions."}).prompt == "Answers questions."
    assert planned().prompt


@pytest.mark.parametrize("name", ["../../evil", "a/b", "a\\b", "..", "a\nb", "a\x00b", "x" * 300])
def test_a_name_that_could_leave_the_folder_is_refused(name: str) -> None:
    with pytest.raises(ExporterError, match=r"metadata\.name"):
        planned(metadata={"name": name})


def test_a_version_written_as_a_number_is_text() -> None:
    plan = planned(metadata={"name": "my-agent", "version": 1.5})
    assert (plan.version, plan.title) == ("1.5", "My agent")


def test_streams_are_on_by_default_and_can_be_moved() -> None:
    assert streaming() == StreamingPlan()
    moved = streaming(sse={"endpoint": "/events"}, websocket={"endpoint": "/ws", "port": 8001})
    assert moved == StreamingPlan(True, "/events", True, "/ws", 8001)


def test_streams_can_be_switched_off_one_by_one_and_together() -> None:
    assert streaming(sse={"enabled": False}).sse is False
    assert streaming(websocket={"enabled": False, "port": 9001}) == StreamingPlan(websocket=False)
    assert planned({"streaming": False}).streaming == StreamingPlan(sse=False, websocket=False)
    assert streaming(enabled=False) == StreamingPlan(sse=False, websocket=False)


def test_the_servers_own_port_is_no_second_port() -> None:
    spec = {"streaming": {"websocket": {"port": 8000}}}
    assert planned(spec).streaming.websocket_port is None
    assert planned(spec, port=9000).streaming.websocket_port == 8000


@pytest.mark.parametrize(
    "path", ["chat", "/a b", "/../x", "//x", "/x?y=1", "/{x}", "/chat", "/health", "/sessions/a", "/é", "/a/"]
)
def test_a_path_that_is_unsafe_or_taken_is_refused(path: str) -> None:
    with pytest.raises(ExporterError, match="/spec/streaming/sse/endpoint"):
        streaming(sse={"endpoint": path})


def test_the_server_listens_where_the_manifest_or_the_option_says() -> None:
    assert planned().api.port == 8000
    assert planned({"api": {"port": 8080}}).api.port == 8080
    assert planned({"api": {"port": 8080}}, port=9000).api.port == 9000
    assert planned({"api": {"port": 70000}}).api.port == 8000


def test_only_origins_are_let_in() -> None:
    origins = [
        "https://app.example.com/",
        "javascript:x",
        "http://localhost:3000",
        "a\nb",
        5,
        "http://localhost:3000",
    ]
    plan = planned({"api": {"cors": {"enabled": True, "origins": origins}}})
    assert plan.api.cors_origins == ("https://app.example.com", "http://localhost:3000")
    assert planned({"api": {"cors": {"enabled": False, "origins": origins}}}).api.cors_origins == ()


@pytest.mark.parametrize(
    "spec",
    [
        {"api": {"rate_limit": {"requests_per_minute": 60, "burst_limit": 10}}},
        {"safety": {"rate_limiting": {"enabled": True, "requests_per_minute": 60, "burst_limit": 10}}},
        {"constraints": {"rate_limits": {"requests_per_minute": 60, "burst": 10}}},
    ],
)
def test_a_rate_limit_is_found_wherever_manifests_write_it(spec: dict[str, Any]) -> None:
    plan = planned(spec).api
    assert (plan.requests_per_minute, plan.burst) == (60, 10)


def test_logging_is_read_from_observability() -> None:
    logging = {"observability": {"logging": {"level": "warn", "format": "text"}}}
    assert planned(logging).api == ApiPlan(log_level="warning", log_format="text")


@pytest.mark.parametrize(
    "junk", [None, 5, "text", [], [[]], {"spec": 7}, {"metadata": []}, {"spec": {"llm": [1]}}]
)
def test_a_document_that_is_wrong_in_any_way_is_still_planned(junk: Any) -> None:
    plan, coverage = plan_agent(junk)
    assert plan.chat_model.provider == "openai"
    assert all(entry.status != "honoured" for entry in coverage.entries)
