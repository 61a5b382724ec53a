"""Where a manifest's own addresses lead: remote MCP servers, redirects, chat models, with a host allowed."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.agents_runtime.playgrounds import Playground, embedded
from tests.agents_runtime.serving.manifests import LLM, http_tool, manifest
from tests.agents_runtime.serving.mcp_notes import Notes, serving_notes
from tests.agents_runtime.serving.parity import of_type
from tests.exporter.kit.rude_mcp import compressed, endless_event, rude
from tests.exporter.kit.servers import Answer, Server, serving
from tests.fakes import FakeProvider, Reply, ToolCall
from tests.generated.viewers import Event, stream_events

OF_THE_SERVER = "the-servers-own-token"
KEEP = Reply(text="", tool_calls=(ToolCall("keep", {"text": "Buy milk"}),))


@pytest.fixture(scope="module")
def notes() -> Iterator[Notes]:
    with serving_notes() as running:
        yield running


@pytest.fixture(scope="module")
def playground(
    provider: FakeProvider, notes: Notes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Playground]:
    """Its owner allows a name, not the address; what manifests ask for stands in its environment too."""
    with embedded(
        provider,
        tmp_path_factory.mktemp("outbound"),
        STUDIO_OUTBOUND_ALLOW="localhost",
        NOTES_TOKEN=OF_THE_SERVER,
        NOTES_PATH="the-servers-own-path",
        NOTES_URL=f"http://localhost:{notes.port}/mcp",
    ) as running:
        yield running


def mcp_agent(playground: Playground, name: str, **server: Any) -> str:
    """The agent's path."""
    tool = {"type": "mcp", "name": "notes", "server": {"transport": "http", **server}}
    return playground.create_agent(manifest(name, tools=[tool]))


@pytest.fixture(scope="module")
def note_taker(playground: Playground, notes: Notes) -> str:
    """The path of an agent whose server's address and header are partly variables."""
    url = f"http://localhost:{notes.port}/${{NOTES_PATH}}"
    return mcp_agent(playground, "note-taker", url=url, headers={"X-Notes-Token": "${NOTES_TOKEN}"})


def type_in(playground: Playground, path: str, session: str, **variables: str) -> None:
    settings = f"/api/playground/{path.rpartition('/')[2]}/sessions/{session}/settings"
    answer = httpx.put(playground.url + settings, json={"variables": variables}, timeout=30)
    assert answer.status_code == 200, answer.text


class TestARemoteMcpServer:
    def test_is_called_with_what_was_typed_for_the_session(
        self,
        playground: Playground,
        provider: FakeProvider,
        notes: Notes,
        note_taker: str,
        message: str,
        session: str,
    ) -> None:
        provider.when(message, KEEP, Reply(text="I kept it."))
        notes.asked.clear()
        type_in(playground, note_taker, session, NOTES_PATH="mcp", NOTES_TOKEN="typed-token")
        told = stream_events(playground.url + note_taker, message, session)
        assert told[-1]["result"] == "I kept it."
        [end] = of_type(told, "tool_end")
        assert (end["tool"], end["output"]) == ("keep", f"Kept as number {len(notes.kept)}")
        assert notes.kept[-1] == "Buy milk"
        assert {asked for asked, _ in notes.asked} == {"/mcp"}
        assert {headers["x-notes-token"] for _, headers in notes.asked} == {"typed-token"}
        assert "the-servers-own" not in str(notes.asked)

    @pytest.mark.parametrize("typed", [{}, {"NOTES_PATH": "mcp"}, {"NOTES_TOKEN": "typed-token"}])
    def test_never_gets_what_stands_in_the_servers_environment(
        self,
        playground: Playground,
        notes: Notes,
        note_taker: str,
        message: str,
        session: str,
        typed: dict[str, str],
    ) -> None:
        notes.asked.clear()
        type_in(playground, note_taker, session, **typed)
        told = stream_events(playground.url + note_taker, message, session)
        assert notes.asked == []
        assert told[-1]["type"] == "error"
        missing = min({"NOTES_PATH", "NOTES_TOKEN"} - set(typed))
        assert f'"{missing}" is not set' in told[-1]["error"]

    def test_whose_whole_address_is_a_variable_is_left_out_until_it_is_typed(
        self, playground: Playground, provider: FakeProvider, notes: Notes, message: str, session: str
    ) -> None:
        path = mcp_agent(playground, "anywhere", url="${NOTES_URL}")
        provider.when(message, Reply(text="I have no tools."))
        notes.asked.clear()
        assert stream_events(playground.url + path, message, session)[-1]["type"] == "done"
        assert notes.asked == []
        provider.when(message, KEEP, Reply(text="I kept it."))
        type_in(playground, path, session, NOTES_URL=f"http://localhost:{notes.port}/mcp")
        assert len(of_type(stream_events(playground.url + path, message, session), "tool_end")) == 1

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [(endless_event, "larger than 10000000 bytes"), (compressed, "compressed, which was not asked for")],
    )
    def test_that_answers_too_much_is_a_tool_error(
        self,
        playground: Playground,
        provider: FakeProvider,
        message: str,
        session: str,
        answer: Callable[[], Answer],
        reason: str,
    ) -> None:
        provider.when(message, Reply(text="", tool_calls=(ToolCall("fetch"),)), Reply(text="I go on."))
        with serving(rude(answer)) as server:
            path = mcp_agent(
                playground, f"rude-{answer.__name__}".replace("_", "-"), url=here(server, "/mcp")
            )
            told = stream_events(playground.url + path, message, session)
        [error] = of_type(told, "tool_error")
        assert reason in error["error"]
        assert told[-1]["result"] == "I go on."
        assert "Traceback" not in playground.log


def test_a_redirect_from_an_allowed_host_to_a_private_address_is_refused(
    playground: Playground, provider: FakeProvider, message: str, session: str
) -> None:
    call = ToolCall("look_up", {"city": "Rome"})
    provider.when(message, Reply(text="", tool_calls=(call,)), Reply(text="It did not work."))
    with serving() as inside, serving() as allowed:
        allowed.answer = lambda seen: Answer(302, headers={"Location": inside.url("/secret")})
        path = playground.create_agent(
            manifest("redirected", tools=[http_tool("look_up", here(allowed, "/start"))])
        )
        told = stream_events(playground.url + path, message, session)
        assert len(allowed.seen) == 1
        assert inside.seen == []
    [error] = of_type(told, "tool_error")
    assert "is a private or special address" in error["error"]


class TestAChatModelAtAnAddressOfTheManifest:
    LLMS = (
        {**LLM, "base_url": "{}/v1"},
        {"provider": "ollama", "model": "llama3.2", "base_url": "{}"},
        {"provider": "azure", "model": "gpt-4o", "base_url": "{}"},
    )

    def told(self, playground: Playground, server: Server, session: str, llm: dict[str, Any]) -> list[Event]:
        llm = {**llm, "base_url": llm["base_url"].format(here(server))}
        path = playground.create_agent(manifest(f"model-{session}", llm=llm))
        type_in(playground, path, session, OPENAI_API_KEY="sk-typed", AZURE_OPENAI_API_KEY="typed")
        return stream_events(playground.url + path, "Hello", session)

    @pytest.mark.parametrize("llm", LLMS, ids=lambda llm: llm["provider"])
    def test_that_answers_without_end_is_a_clear_error(
        self, playground: Playground, session: str, llm: dict[str, Any]
    ) -> None:
        def endless() -> Iterator[bytes]:
            for _ in range(100):
                yield b": " + b"x" * 1_000_000

        events = {"Content-Type": "text/event-stream"}
        with serving(lambda seen: Answer(headers=events, chunks=endless)) as server:
            last = self.told(playground, server, session, llm)[-1]
        assert len(server.seen) == 1
        assert (last["type"], last["error_type"]) == ("error", "answer_refused")
        assert last["error"] == "The answer is larger than 50000000 bytes."
        assert "Traceback" not in playground.log

    @pytest.mark.parametrize("llm", LLMS, ids=lambda llm: llm["provider"])
    def test_whose_answer_is_compressed_is_a_clear_error(
        self, playground: Playground, session: str, llm: dict[str, Any]
    ) -> None:
        packed = gzip.compress(b" " * 300_000_000)
        encoded = {"Content-Type": "text/event-stream", "Content-Encoding": "gzip"}
        with serving(lambda seen: Answer(body=packed, headers=encoded)) as server:
            last = self.told(playground, server, session, llm)[-1]
        assert len(server.seen) == 1
        assert {seen.headers["Accept-Encoding"] for seen in server.seen} == {"identity"}
        assert (last["type"], last["error_type"]) == ("error", "answer_refused")
        assert last["error"] == "The answer is compressed, which was not asked for."
        assert "Traceback" not in playground.log


def test_a_fallback_whose_client_cannot_be_guarded_is_not_called(
    playground: Playground, provider: FakeProvider, message: str, session: str
) -> None:
    provider.when(message, *[Reply(status=500)] * 4)
    with serving() as named:
        fallback = {"provider": "google", "model": "gemini-2.5-flash", "base_url": here(named)}
        path = playground.create_agent(manifest("falls-back", llm={**LLM, "fallback_models": [fallback]}))
        type_in(playground, path, session, GOOGLE_API_KEY="typed")
        told = stream_events(playground.url + path, message, session)
        assert named.seen == []
    assert told[-1]["type"] == "error"


def here(server: Server, path: str = "") -> str:
    """By the name that is allowed."""
    return server.url(path, "localhost")
