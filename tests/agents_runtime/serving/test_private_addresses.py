"""A studio whose owner allowed nothing calls no private address, whatever a manifest names."""

from __future__ import annotations

import pytest

from tests.agents_runtime.playgrounds import Playground
from tests.agents_runtime.serving.manifests import http_tool, manifest
from tests.agents_runtime.serving.parity import of_type
from tests.exporter.kit.servers import Answer, serving
from tests.fakes import FakeProvider, Reply, ToolCall
from tests.generated.viewers import stream_events

REFUSED = "is a private or special address. List it in STUDIO_OUTBOUND_ALLOW if it is meant."


@pytest.mark.parametrize("kind", ["api", "http"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_tool_that_names_one_is_refused(
    playground: Playground, provider: FakeProvider, message: str, session: str, kind: str, host: str
) -> None:
    assert "STUDIO_OUTBOUND_ALLOW" not in playground.variables
    call = ToolCall("look_up", {"city": "Rome"})
    provider.when(message, Reply(text="", tool_calls=(call,)), Reply(text="It did not work."))
    with serving() as server:
        tool = {**http_tool("look_up", server.url("/", host)), "type": kind}
        path = playground.create_agent(manifest(f"{kind}-{host.partition('.')[0]}", tools=[tool]))
        told = stream_events(playground.url + path, message, session)
        assert server.seen == []
    [error] = of_type(told, "tool_error")
    assert REFUSED in error["error"]
    assert told[-1]["type"] == "done"


def test_an_mcp_server_at_one_is_refused(
    playground: Playground, message: str, session: str, provider: FakeProvider
) -> None:
    with serving() as server:
        tools = [{"type": "mcp", "name": "notes", "server": {"transport": "http", "url": server.url("/mcp")}}]
        path = playground.create_agent(manifest("private-mcp", tools=tools))
        told = stream_events(playground.url + path, message, session)
        assert server.seen == []
    assert told[-1]["type"] == "error"
    assert REFUSED in told[-1]["error"]


def test_a_chat_model_at_one_is_refused(playground: Playground, message: str, session: str) -> None:
    with serving(lambda seen: Answer(500)) as server:
        llm = {"provider": "ollama", "model": "llama3.2", "base_url": server.url()}
        path = playground.create_agent(manifest("private-model", llm=llm))
        told = stream_events(playground.url + path, message, session)
        assert server.seen == []
    assert told[-1]["type"] == "error"
    assert REFUSED in told[-1]["error"]
