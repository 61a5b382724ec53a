"""Tools in the playground: mocks, people who are asked, nothing started, no real API for the demo model."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from agents_runtime.engine import AgentRun, Work
from agents_runtime.model_choice import Surroundings
from agents_runtime.playground_tools import ToolSetting, create_tools
from agents_runtime.price_list import DEMO
from agents_runtime.usage import PlaygroundUsage
from exporter.agent_plan import AgentPlan
from exporter.kit.events import Event, ToolEnd, ToolError
from exporter.kit.outbound import AllowList
from tests.agents_runtime.tool_plans import plan_with
from tests.exporter.kit.servers import Answer, serving
from tests.fakes import FakeProvider, Reply, ToolCall

ALLOW = AllowList(["127.0.0.1"])
PARAMETERS = "  parameters: {type: object, properties: {city: {type: string}}, required: [city]}\n"


FUNCTION = plan_with(f"- type: function\n  name: look_up\n  description: Looks up\n{PARAMETERS}")


def api_tool(url: str) -> AgentPlan:
    return plan_with(
        f"- type: api\n  name: look_up\n  description: Looks up\n  endpoint: {url}/things\n  method: GET\n"
        f"  auth: {{type: bearer, token: '${{SHOP_TOKEN}}'}}\n{PARAMETERS}"
    )


class Played:
    """One message to an agent whose model calls `look_up` with these arguments."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.asked: list[tuple[str, Any]] = []

    async def ask(self, tool: str, arguments: Any, call_id: str) -> Any:
        self.asked.append((tool, arguments))
        return {"by": "a person"}

    @property
    def output(self) -> Any:
        [end] = [event for event in self.events if isinstance(event, ToolEnd)]
        return end.output

    @property
    def error(self) -> ToolError:
        [error] = [event for event in self.events if isinstance(event, ToolError)]
        return error


async def play(
    provider: FakeProvider,
    plan: AgentPlan,
    setting: ToolSetting | None = None,
    *,
    demo: bool = False,
    typed: Mapping[str, str] = {},
    arguments: Mapping[str, Any] | None = None,
) -> Played:
    provider.answer(
        Reply(text="", tool_calls=(ToolCall("look_up", arguments or {"city": "Rome"}),)), Reply(text="Done.")
    )
    played = Played()
    server = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": provider.openai_url, "SHOP_TOKEN": "the server's"}
    chosen = {"look_up": setting} if setting else {}
    surroundings = Surroundings(
        {"OPENAI_BASE_URL": provider.openai_url, "OPENAI_API_KEY": "k", **typed}, server
    )
    work = Work("r", "s", plan, "[]", "Hello", chosen, surroundings, ALLOW, demo)
    usage = PlaygroundUsage(DEMO if demo else "openai", "m", {}, None)
    run = AgentRun(work, usage, played.events.append, played.ask, lambda number, sent: None)
    await run.answer()
    return played


class TestAFunctionTool:
    @pytest.mark.parametrize(("kind", "content"), [("text", "It is sunny."), ("json", '{"sun": true}')])
    async def test_is_mocked_with_what_was_chosen(
        self, provider: FakeProvider, kind: str, content: str
    ) -> None:
        played = await play(provider, FUNCTION, ToolSetting("mock", kind, content))
        assert played.output == content
        assert content in json.dumps(provider.requests[1].body["messages"][-1]).replace("\\", "")

    async def test_fails_as_it_was_told_to(self, provider: FakeProvider) -> None:
        played = await play(provider, FUNCTION, ToolSetting("mock", "failure", "The shop is closed."))
        assert played.error.error == "The shop is closed."

    async def test_takes_as_long_as_it_was_told_to(self, provider: FakeProvider) -> None:
        began = time.monotonic()
        await play(provider, FUNCTION, ToolSetting("mock", "text", "late", delay_ms=300))
        assert time.monotonic() - began >= 0.3

    async def test_asks_a_person_with_the_models_arguments(self, provider: FakeProvider) -> None:
        played = await play(provider, FUNCTION, ToolSetting("ask"))
        assert played.asked == [("look_up", {"city": "Rome"})]
        assert json.loads(played.output) == {"by": "a person"}

    async def test_without_a_choice_says_that_it_has_no_body(self, provider: FakeProvider) -> None:
        played = await play(provider, FUNCTION)
        assert "look_up is not implemented" in played.error.error

    async def test_tells_the_model_of_arguments_that_do_not_fit(self, provider: FakeProvider) -> None:
        mock = ToolSetting("mock", "text", "never said")
        played = await play(provider, FUNCTION, mock, arguments={"city": 7})
        assert "city: 7 is not of type 'string'" in str(played.events)
        assert "never said" not in str(played.events)


class TestAnApiTool:
    async def test_is_called_for_real_with_what_was_typed(self, provider: FakeProvider) -> None:
        with serving(lambda seen: Answer(body=b'{"found": 1}')) as server:
            played = await play(provider, api_tool(server.url()), typed={"SHOP_TOKEN": "typed"})
            [seen] = server.seen
        assert seen.headers["Authorization"] == "Bearer typed"
        assert "found" in str(played.output)

    async def test_never_gets_what_stands_in_the_servers_environment(
        self, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SHOP_TOKEN", "the server's")
        with serving(lambda seen: Answer(body=b"{}")) as server:
            played = await play(provider, api_tool(server.url()))
            assert server.seen == []
        assert "SHOP_TOKEN" in played.error.error

    async def test_can_be_mocked_too(self, provider: FakeProvider) -> None:
        with serving(lambda seen: Answer(body=b"{}")) as server:
            played = await play(provider, api_tool(server.url()), ToolSetting("mock", "text", "mocked"))
            assert server.seen == []
        assert played.output == "mocked"

    async def test_is_never_reached_by_the_demo_model(self, provider: FakeProvider) -> None:
        with serving(lambda seen: Answer(body=b"{}")) as server:
            played = await play(provider, api_tool(server.url()), demo=True, typed={"SHOP_TOKEN": "typed"})
            assert server.seen == []
        assert played.output
        assert provider.requests == []


class TestAnMcpServer:
    async def test_over_stdio_is_never_started(self, tmp_path: Path) -> None:
        started = tmp_path / "started"
        command = f"open({str(started)!r}, 'w').close()"
        plan = plan_with(
            f"- type: mcp\n  name: files\n  server: {{transport: stdio, command: {sys.executable},"
            f" args: [-c, {json.dumps(command)}]}}\n"
        )
        assert [server.transport for server in plan.mcp_servers] == ["stdio"]
        for demo in (False, True):
            assert await create_tools(plan, {}, ALLOW, demo=demo) == []
        assert not started.exists()

    async def test_is_never_reached_by_the_demo_model(self) -> None:
        with serving(lambda seen: Answer(body=b"{}")) as server:
            plan = plan_with(
                f"- type: mcp\n  name: notes\n  server: {{transport: http, url: {server.url()}}}\n"
            )
            assert [one.transport for one in plan.mcp_servers] == ["http"]
            assert await create_tools(plan, {}, ALLOW, demo=True) == []
            assert server.seen == []


class TestTheDemoModel:
    """It makes its arguments up; some schemas ask for more than that."""

    HARD = plan_with(
        "- type: function\n  name: look_up\n  description: Looks up\n"
        "  parameters: {type: object, properties: {code: {type: string, pattern: '^[A-Z]{3}$'},"
        " days: {type: array, items: {enum: [1, 2]}, minItems: 11}}, required: [code, days]}\n"
    )

    async def test_reaches_the_mock_with_arguments_that_do_not_fit(self, provider: FakeProvider) -> None:
        played = await play(provider, self.HARD, ToolSetting("mock", "text", "mocked"), demo=True)
        assert played.output == "mocked"

    async def test_reaches_the_person_with_arguments_that_do_not_fit(self, provider: FakeProvider) -> None:
        played = await play(provider, self.HARD, ToolSetting("ask"), demo=True)
        assert [name for name, _ in played.asked] == ["look_up"]
        assert json.loads(played.output) == {"by": "a person"}


@pytest.mark.parametrize("word", ["$ref", "$dynamicRef"])
async def test_a_schema_leads_to_no_other_server(provider: FakeProvider, word: str) -> None:
    with serving(lambda seen: Answer(body='{"type": "integer"}')) as server:
        plan = plan_with(
            "- type: function\n  name: look_up\n  description: Looks up\n"
            f"  parameters: {{type: object, properties: {{city: {{{word}: '{server.url('/x')}'}}}}}}\n"
        )
        played = await play(provider, plan, ToolSetting("mock", "text", "mocked"))
        assert server.seen == []
    assert played.output == "mocked"
