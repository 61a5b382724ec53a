"""The playground and an exported project tell the same of the same run: same manifest, messages, provider."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded, scaled, warm_up
from tests.agents_runtime.serving.manifests import LLM, http_tool, manifest
from tests.agents_runtime.serving.parity import Both, comparable, of_type
from tests.fakes import FakeProvider, Reply, ToolCall, Usage, words
from tests.generated.api_server import ApiServer
from tests.generated.environments import environment_for, shared_folder
from tests.generated.fake_environment import fake_environment
from tests.generated.projects import export_to
from tests.generated.served import PreloadedProject
from tests.generated.variant import FUNCTION
from tests.generated.viewers import types_of


@pytest.fixture(scope="module")
def api() -> Iterator[ApiServer]:
    with ApiServer() as running:
        yield running


@pytest.fixture(scope="module", params=[embedded, scaled], ids=["embedded", "scaled"])
def playground(
    request: pytest.FixtureRequest, provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Playground]:
    """Each set-up in turn."""
    folder = tmp_path_factory.mktemp("playground")
    with request.param(provider, folder, STUDIO_OUTBOUND_ALLOW="127.0.0.1") as running:
        yield running


def manifests(api: ApiServer) -> dict[str, str]:
    return {
        "plain": manifest("plain"),
        "tools": manifest(
            "tools",
            tools=[
                http_tool("temperature", f"{api.url}/cities/{{city}}"),
                http_tool("outage", f"{api.url}/broken"),
                FUNCTION,
            ],
        ),
        "short": manifest("short", constraints={"cost": {"maxTokensPerRequest": 60}}),
        "budget": manifest("budget", llm={**LLM, "cost_tracking": {"budget_limit_usd": 0.002}}),
        "unpriced": manifest("unpriced", llm={**LLM, "model": "house-model-7b"}),
        "redacted": manifest(
            "redacted", safety={"pii_detection": {"enabled": True, "types": ["email"], "action": "redact"}}
        ),
    }


@pytest.fixture(scope="module")
def projects(
    api: ApiServer, provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The address of each manifest's exported project, by the manifest's name."""
    urls = {}
    with ExitStack() as stack:
        for name, text in manifests(api).items():
            folder = export_to(text, tmp_path_factory.mktemp(name))
            python = environment_for(folder / "requirements.lock", shared_folder(tmp_path_factory))
            environment = {**fake_environment(provider), "OUTBOUND_ALLOW": "127.0.0.1"}
            urls[name] = stack.enter_context(PreloadedProject(folder, python, environment)).url
        yield urls


@pytest.fixture(scope="module")
def served(
    api: ApiServer, playground: Playground, provider: FakeProvider, projects: dict[str, str]
) -> dict[str, Both]:
    """Every manifest, by name."""
    urls = {name: playground.url + playground.create_agent(text) for name, text in manifests(api).items()}
    warm_up(urls["plain"], 2 * len(playground.workers) or 1)
    return {name: Both(provider, {"playground": urls[name], "project": projects[name]}) for name in urls}


def test_an_answer(served: dict[str, Both], session: str) -> None:
    told = served["plain"].ask(("hello", [words(20, usage=Usage(input=40, cached=10))]), session=session)
    assert told[-1]["type"] == "done"


def test_two_turns_of_one_session(served: dict[str, Both], session: str) -> None:
    turns = ("My name is Ada.", [words(3)]), ("What is my name?", [words(4)])
    told = served["plain"].ask(*turns, session=session)
    assert "My name is Ada." in str(of_type(told, "llm_start")[1]["prompts"])


def test_a_tool_that_asks_an_api(served: dict[str, Both], session: str, api: ApiServer) -> None:
    call = ToolCall("temperature", {"city": "Rome"}, id="call-1")
    replies = [Reply(text="Let me see.", tool_calls=(call,)), Reply(text="It is 21 degrees.")]
    told = served["tools"].ask(("How warm is it?", replies), session=session)
    assert "21" in str(of_type(told, "tool_end")[0]["output"])
    assert [request.path for request in api.requests[-2:]] == ["/cities/Rome"] * 2


def test_a_tool_without_a_body(served: dict[str, Both], session: str) -> None:
    call = ToolCall("book_table", {"guests": 2}, id="call-1")
    replies = [Reply(text="", tool_calls=(call,)), Reply(text="I cannot book.")]
    told = served["tools"].ask(("Book a table.", replies), session=session)
    assert of_type(told, "tool_error")[0]["error_type"] == "not_implemented"
    assert told[-1]["type"] == "done"


@pytest.mark.parametrize(
    "call", [ToolCall("outage", {"city": "Rome"}, id="1"), ToolCall("nobody_knows", id="1")]
)
def test_a_tool_that_fails(served: dict[str, Both], session: str, call: ToolCall) -> None:
    replies = [Reply(text="", tool_calls=(call,)), Reply(text="That did not work.")]
    told = served["tools"].ask(("Try it.", replies), session=session)
    assert len(of_type(told, "tool_error")) == 1
    assert told[-1]["type"] == "done"


@pytest.mark.parametrize("arguments", ['{"town": "Rome"}', '{"city": 7}', '{"city": '])
def test_arguments_that_do_not_fit_are_refused_by_both_in_their_own_words(
    served: dict[str, Both], session: str, arguments: str
) -> None:
    """A project has pydantic's words, with the types of tools.py; the playground has JSON Schema's."""
    call = ToolCall("temperature", id="call-1", arguments_text=arguments)
    replies = [Reply(text="", tool_calls=(call,)), Reply(text="That did not work.")]
    [playground, project] = served["tools"].hear(("Try it.", replies), session=session).values()
    assert types_of(playground) == types_of(project)
    for told in (playground, project):
        assert of_type(told, "tool_error")[0]["error_type"] == "invalid_arguments"
        assert told[-1]["result"] == "That did not work."


def test_several_tools_at_once(served: dict[str, Both], session: str) -> None:
    calls = tuple(ToolCall("temperature", {"city": city}, id=f"call-{city}") for city in ("Rome", "Oslo"))
    replies = [Reply(text="", tool_calls=calls), Reply(text="Warm, and cold.")]
    told = served["tools"].ask(("Compare.", replies), session=session)
    assert len(of_type(told, "tool_end")) == 2


def test_a_cancel(served: dict[str, Both], session: str) -> None:
    reply = words(200, tokens_per_second=20)
    told = served["plain"].ask(("Go on.", [reply]), session=session, cancel_at=8)
    assert told[-1]["type"] == "cancelled"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=401, error="the key sk-abcdefghijklmnop is wrong"),
        Reply(status=429, error="slow down", headers={"retry-after": "0"}),
        Reply(status=500),
        Reply(status=400, error="too long", error_code="context_length_exceeded"),
    ],
    ids=lambda reply: str(reply.status),
)
def test_an_error_of_the_provider(served: dict[str, Both], session: str, reply: Reply) -> None:
    told = served["plain"].ask(("hello", [reply] * 3), session=session)
    assert told[-1]["type"] == "error"


def test_a_refusal_that_a_second_try_overcomes(served: dict[str, Both], session: str) -> None:
    told = served["plain"].ask(("hello", [Reply(status=500), words(3)]), session=session)
    assert told[-1]["type"] == "done"


@pytest.mark.parametrize("how", ["error_after", "drop_after"])
def test_an_error_in_the_middle_of_an_answer(served: dict[str, Both], session: str, how: str) -> None:
    told = served["plain"].ask(("hello", [words(20, **{how: 5})]), session=session)
    assert len(of_type(told, "token")) == 5
    assert told[-1]["type"] == "error"


def test_a_budget_that_ends_in_the_middle_of_an_answer(served: dict[str, Both], session: str) -> None:
    for url in served["budget"].urls.values():  # of what the other set-up has spent
        httpx.post(f"{url}/cost-summary/reset").raise_for_status()
    told = served["budget"].ask(("hello", [words(1_000, tokens_per_second=500)]), session=session)
    assert (told[-1]["type"], told[-1]["error_type"]) == ("error", "budget_exceeded")
    assert len(of_type(told, "token")) > 10
    again = served["budget"].ask(("and now?", [words(3)]), session=session)
    assert (again[-1]["error_type"], len(of_type(again, "token"))) == ("budget_exceeded", 0)


def test_a_limit_of_tokens_for_one_request(served: dict[str, Both], session: str) -> None:
    told = served["short"].ask(("hello", [words(200, tokens_per_second=500)]), session=session)
    assert (told[-1]["type"], told[-1]["error_type"]) == ("error", "budget_exceeded")
    assert 0 < len(of_type(told, "token")) < 60


def test_a_model_whose_price_nobody_knows(served: dict[str, Both], session: str) -> None:
    told = served["unpriced"].ask(("hello", [words(5)]), session=session)
    assert told[-1]["cost_summary"]["total_cost"] is None


def test_what_is_redacted(served: dict[str, Both], session: str) -> None:
    reply = Reply(text="Write to bob@example.com .", tokens_per_second=50)
    told = served["redacted"].ask(("I am ada@example.com", [reply]), session=session)
    assert "ada@example.com" not in str(told)


def test_what_was_said_and_what_it_cost(served: dict[str, Both], session: str) -> None:
    """Not events, but what both say of the session afterwards."""
    both = served["plain"]
    both.ask(("hello", [words(5)]), ("and", [words(6)]), session=session)
    answers: list[dict[str, Any]] = []
    for url in both.urls.values():
        summary = httpx.get(f"{url}/cost-summary", params={"session_id": session}).json()
        told = httpx.get(f"{url}/sessions/{session}").json()["messages"]
        spoken = [{name: message[name] for name in ("role", "text")} for message in told]
        answers.append({"costs": comparable([summary]), "messages": spoken})
    assert answers[0] == answers[1]
